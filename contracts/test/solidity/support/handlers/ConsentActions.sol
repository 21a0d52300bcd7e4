// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../../../src/interfaces/IConsents.sol";
import {cheats} from "../Cheats.sol";
import {Rule} from "../ledger/Rulebook.sol";
import {ReportActions} from "./ReportActions.sol";

/// @dev Consents given and stopped by the patient's own call. A stop by whoever may stop has to succeed: in every state.
abstract contract ConsentActions is ReportActions {
    function grantConsents(uint256 seed) external action(seed) {
        IConsents.Grant memory granted = _someGrant();
        _as(_mostly(ledger.holderOf(bytes20(granted.shares[0].report))));
        records.grantConsents(granted);
        _expectDeadline(granted.expiry);
    }

    function grantStandingConsent(uint256 seed) external action(seed) {
        IConsents.StandingGrant memory granted = _someStandingGrant();
        _as(_mostly(ledger.holderOf(granted.chart)));
        records.grantStandingConsent(granted);
        _expectDeadline(granted.expiry);
    }

    function stopConsent(uint256 seed) external seldom(seed, 2) action(seed) {
        (bytes32 report, address grantee) = (_report(), _doctor());
        _stopAs(_stopper(bytes20(report)), bytes20(report), abi.encodeCall(records.stopConsent, (report, grantee)));
        _mustNotRead(report, grantee);
    }

    function stopConsents(uint256 seed) external seldom(seed, 2) action(seed) {
        (bytes32[] memory reports, address grantee) = (_someReports(), _doctor());
        bytes20 chart = bytes20(reports[0]);
        _stopAs(_stopper(chart), chart, abi.encodeCall(records.stopConsents, (reports, grantee)));
        for (uint256 n; n < reports.length; ++n) _mustNotRead(reports[n], grantee);
    }

    function stopEverything(uint256 seed) external seldom(seed, 4) action(seed) {
        (bytes20 chart, address grantee) = (_chart(), _doctor());
        _stopAs(_stopper(chart), chart, abi.encodeCall(records.stopEverything, (chart, grantee)));
        for (uint256 n; n < ledger.reportCount(); ++n) {
            if (bytes20(ledger.reports(n)) == chart) _mustNotRead(ledger.reports(n), grantee);
        }
    }

    function _stopAs(address by, bytes20 chart, bytes memory call) internal {
        (address holder, , , address authoriser, ) = ledger.chart(chart);
        _as(by);
        _insist(call, by == holder || by == authoriser);
    }

    function _mustNotRead(bytes32 report, address account) internal {
        bool reads = account != ledger.holderOf(bytes20(report)) && records.canRead(report, account);
        if (reads) _complain(Rule.StopsSucceed, "a stop left a report readable");
    }

    /// @dev Up to three of one chart, each once.
    function _someReports() internal returns (bytes32[] memory reports) {
        bytes32 drawn = _report();
        bytes32[] memory found = new bytes32[](3);
        uint256 count;
        for (uint256 n = ledger.reportCount(); n > 0 && count < 3; --n) {
            bytes32 report = ledger.reports(n - 1);
            bool isDrawn = report == drawn || (bytes20(report) == bytes20(drawn) && _roll(2) == 0);
            if (!isDrawn) continue;
            found[count] = report;
            ++count;
        }
        reports = new bytes32[](count);
        for (uint256 n; n < count; ++n) reports[n] = found[n];
    }

    function _someGrant() internal returns (IConsents.Grant memory granted) {
        (bytes32 report, address grantee) = _roll(3) == 0 ? _someRequest() : (bytes32(0), _doctor());
        bytes32[] memory reports = _someReports();
        if (report != 0) (reports, reports[0]) = (new bytes32[](1), report);
        if (_rarely()) reports[reports.length - 1] = _report();
        granted = _consents(reports, grantee, _someExpiry());
        granted.purpose = _purpose();
        // Now and then the last is the first again, and names the counter that follows.
        if (reports.length > 1 && reports[reports.length - 1] == reports[0]) {
            granted.shares[reports.length - 1].counter += uint32(_roll(2));
        }
    }

    function _someStandingGrant() internal returns (IConsents.StandingGrant memory granted) {
        granted = _standingConsent(_chart(), _doctor(), _someExpiry());
        granted.purpose = _purpose();
    }

    function _someExpiry() internal returns (uint256) {
        uint256 scale = _roll(3);
        return cheats.getBlockTimestamp() + _roll(scale == 0 ? 5 days : (scale == 1 ? 90 days : 6 * 366 days));
    }

    /// @dev The holder, the authoriser, now and then anybody.
    function _stopper(bytes20 chart) internal returns (address) {
        (address holder, , , address authoriser, ) = ledger.chart(chart);
        return _mostly(_roll(3) == 0 ? authoriser : holder);
    }
}
