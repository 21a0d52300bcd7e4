// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../interfaces/IConsents.sol";
import {IKeys} from "../interfaces/IKeys.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {ReportIds} from "../libraries/ReportIds.sol";
import {Reports} from "./Reports.sol";

abstract contract Consents is Reports, IConsents {
    struct Consent {
        uint64 expiry;
        Purpose purpose;
        bool stopped;
        uint32 counter;
        uint32 attestationGeneration;
    }

    struct ConsentsState {
        mapping(bytes32 report => mapping(address grantee => Consent)) consents;
    }

    uint256 public constant MAX_CONSENT = 5 * 366 days;

    ConsentsState private _consentsState;

    /// @inheritdoc IConsents
    function grantConsent(Grant calldata granted) external {
        bytes20 chart = _chartOf(granted.report);
        IRegistry.Facts memory facts = _registry.factsOf(chart, granted.grantee, 0);
        if (msg.sender != facts.holder) revert ConsentNotHolder(chart, msg.sender);
        if (!facts.active) revert ConsentGranteeNotActive(granted.grantee);
        if (facts.accountKeyVersion == 0) revert IKeys.KeyMissing(granted.grantee);
        if (granted.granteeKeyVersion != facts.accountKeyVersion) {
            revert ConsentStaleGranteeKey(facts.accountKeyVersion, granted.granteeKeyVersion);
        }
        if (granted.purpose == Purpose.NONE) revert ConsentInvalidPurpose();
        if (granted.expiry <= block.timestamp || granted.expiry > block.timestamp + MAX_CONSENT) {
            revert ConsentInvalidExpiry(granted.expiry);
        }
        _checkCapsules(granted.capsules);

        Consent storage consent = _consent(granted.report, granted.grantee);
        uint32 counter = consent.counter + 1;
        _consentsState.consents[granted.report][granted.grantee] = Consent({
            expiry: granted.expiry,
            purpose: granted.purpose,
            stopped: false,
            counter: counter,
            attestationGeneration: facts.attestationGeneration
        });
        emit ConsentGranted(
            granted.report,
            chart,
            granted.grantee,
            msg.sender,
            granted.expiry,
            granted.purpose,
            counter,
            facts.attestationGeneration,
            granted.granteeKeyVersion,
            granted.capsules
        );
    }

    /// @inheritdoc IConsents
    function stopConsent(bytes32 report, address grantee) external {
        bytes20 chart = _chartOf(report);
        if (msg.sender != _registry.holderOf(chart)) revert ConsentNotHolder(chart, msg.sender);

        uint32 counter = _consent(report, grantee).counter + 2;
        _consentsState.consents[report][grantee] = Consent({
            expiry: 0,
            purpose: Purpose.NONE,
            stopped: true,
            counter: counter,
            attestationGeneration: 0
        });
        emit ConsentStopped(report, chart, grantee, msg.sender, counter);
    }

    /// @inheritdoc IConsents
    function canRead(bytes32 report, address account) external view returns (bool) {
        return _exists(report) && _mayRead(report, account, _registry.factsOf(ReportIds.chartOf(report), account, 0));
    }

    /// @inheritdoc IConsents
    function consentOf(
        bytes32 report,
        address grantee
    ) external view returns (uint64 expiry, Purpose purpose, uint32 counter, bool stopped) {
        Consent storage consent = _consent(report, grantee);
        return (consent.expiry, consent.purpose, consent.counter, consent.stopped);
    }

    /// @inheritdoc Reports
    function _mayRead(
        bytes32 report,
        address account,
        IRegistry.Facts memory facts
    ) internal view override returns (bool) {
        if (account == facts.holder) return true;
        if (!facts.active) return false;

        Consent storage consent = _consent(report, account);
        if (consent.stopped) return false;
        if (block.timestamp <= consent.expiry && facts.attestationGeneration == consent.attestationGeneration)
            return true;

        Report storage stored = _report(report);
        return bytes20(account) == stored.author && facts.attestationGeneration == stored.authorGeneration;
    }

    function _consent(bytes32 report, address grantee) private view returns (Consent storage) {
        return _consentsState.consents[report][grantee];
    }
}
