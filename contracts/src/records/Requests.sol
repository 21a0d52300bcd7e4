// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../interfaces/IConsents.sol";
import {IRequests} from "../interfaces/IRequests.sol";
import {Facts} from "../libraries/Facts.sol";
import {Reading} from "./Reading.sol";

abstract contract Requests is Reading, IRequests {
    uint256 public constant REQUEST_REST = 30 days;

    /// @inheritdoc IRequests
    function requestConsent(bytes32 report, IConsents.Purpose purpose) external {
        bytes20 chart = _chartOfLive(report);
        Facts facts = _registry.facts(chart, msg.sender, 0);
        if (!facts.active()) revert RequestDoctorNotActive(msg.sender);
        _checkNotPaused(facts);
        if (purpose == IConsents.Purpose.NONE) revert IConsents.ConsentInvalidPurpose();
        Consent storage consent = _consent(report, msg.sender);
        if (consent.asked != IConsents.Purpose.NONE) revert RequestAlreadyOpen(report, msg.sender);
        if (block.timestamp < consent.askAgainAt) revert RequestTooSoon(report, msg.sender, consent.askAgainAt);

        consent.asked = purpose;
        emit ConsentRequested(report, chart, msg.sender, purpose);
    }

    /// @inheritdoc IRequests
    function declineRequest(bytes32 report, address doctor) external {
        bytes20 chart = _chartOf(report);
        _checkHolder(chart);
        Consent storage consent = _consent(report, doctor);
        if (consent.asked == IConsents.Purpose.NONE) revert RequestNotOpen(report, doctor);

        consent.asked = IConsents.Purpose.NONE;
        consent.askAgainAt = uint40(block.timestamp + REQUEST_REST);
        emit RequestDeclined(report, chart, doctor, _msgSender(), consent.askAgainAt);
    }

    /// @inheritdoc IRequests
    function requestOf(
        bytes32 report,
        address doctor
    ) external view returns (IConsents.Purpose purpose, uint64 notBefore) {
        Consent storage consent = _consent(report, doctor);
        return (consent.asked, consent.askAgainAt);
    }
}
