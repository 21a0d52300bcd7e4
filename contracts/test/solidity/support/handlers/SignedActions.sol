// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../../../src/interfaces/IConsents.sol";
import {ISignedRequests} from "../../../../src/interfaces/ISignedRequests.sol";
import {cheats} from "../Cheats.sol";
import {Forms} from "../Forms.sol";
import {ChartActions} from "./ChartActions.sol";
import {ConsentActions} from "./ConsentActions.sol";

/// @dev What patients sign and anybody sends: at once, much later, or again and again; now and then with something changed on
/// the way, or signed by somebody else.
abstract contract SignedActions is ChartActions, ConsentActions {
    /// @param data What to send to `Records`.
    /// @param signedAt The moment of the signature, in events.
    struct Signed {
        bytes data;
        address signer;
        uint256 signedAt;
    }

    Signed[] private _grants;
    Signed[] private _standingGrants;

    function signGrant(uint256 seed) external action(seed) {
        _grants.push(_signedGrant());
    }

    function signStandingGrant(uint256 seed) external seldom(seed, 2) action(seed) {
        _standingGrants.push(_signedStandingGrant());
    }

    function grantConsentsFor(uint256 seed) external action(seed) {
        bool isOld = _grants.length != 0 && _roll(2) == 0;
        _send(isOld ? _grants[_grants.length - 1 - _roll(_atMost(6, _grants.length))] : _signedGrant());
    }

    function grantStandingConsentFor(uint256 seed) external action(seed) {
        bool isOld = _standingGrants.length != 0 && _roll(2) == 0;
        _send(
            isOld
                ? _standingGrants[_standingGrants.length - 1 - _roll(_atMost(6, _standingGrants.length))]
                : _signedStandingGrant()
        );
    }

    /// @dev Sometimes after a grant that was signed before the stop and sent first, which must not make it void.
    function stopConsentsFor(uint256 seed) external seldom(seed, 2) action(seed) {
        (bytes32[] memory reports, address grantee) = (_someReports(), _doctor());
        bytes20 chart = bytes20(reports[0]);
        IConsents.Stop[] memory stops = _stops(reports, grantee);
        (address signer, uint64 deadline) = (_stopper(chart), uint64(cheats.getBlockTimestamp() + _roll(2 days)));
        bytes memory signature = _signForRecords(signer, Forms.stop(stops, chart, grantee, _epochOf(chart), deadline));
        if (_roll(3) == 0) _frontRun(reports[0], grantee);

        _sendStop(signer, chart, abi.encodeCall(records.stopConsentsFor, (stops, grantee, deadline, signature)));
        for (uint256 n; n < reports.length; ++n) _mustNotRead(reports[n], grantee);
    }

    function stopEverythingFor(uint256 seed) external seldom(seed, 4) action(seed) {
        (bytes20 chart, address grantee) = (_chart(), _doctor());
        (, , uint32 counter, ) = records.standingConsentOf(chart, grantee);
        (address signer, uint64 deadline) = (_stopper(chart), uint64(cheats.getBlockTimestamp() + _roll(2 days)));
        bytes32 form = Forms.stopEverything(chart, grantee, counter, _epochOf(chart), deadline);
        bytes memory signature = _signForRecords(signer, form);
        _sendStop(
            signer,
            chart,
            abi.encodeCall(records.stopEverythingFor, (chart, grantee, counter, deadline, signature))
        );
        for (uint256 n; n < ledger.reportCount(); ++n) {
            if (bytes20(ledger.reports(n)) == chart) _mustNotRead(ledger.reports(n), grantee);
        }
    }

    function executeRegistryRequest(uint256 seed) external action(seed) {
        bytes20 chart = _chart();
        bytes memory call = _callToRegistry(chart);
        ISignedRequests.Request memory request = _request(chart, call, registry.nonces(address(chart)));
        address signer = _mostly(ledger.holderOf(chart));
        bytes memory signature = _signForRegistry(signer, Forms.request(request, _epochOf(chart)));
        if (_rarely()) request.call = _callToRegistry(chart);
        (, , , address authoriser, ) = ledger.chart(chart);
        _as(_anybody());
        // The authoriser signs what replaces them, see `_callToReplaceAuthoriser`.
        _signedBy(keccak256(request.call) == keccak256(call) ? signer : address(0), authoriser);
        registry.executeRequest(request, signature);
    }

    function executeRecordsRequest(uint256 seed) external action(seed) {
        bytes20 chart = _chart();
        bytes memory call = _callToRecords(chart);
        ISignedRequests.Request memory request = _request(chart, call, records.nonces(address(chart)));
        address signer = _mostly(ledger.holderOf(chart));
        bytes memory signature = _signForRecords(signer, Forms.request(request, _epochOf(chart)));
        if (_rarely()) request.call = _callToRecords(chart);
        _as(_anybody());
        _signedBy(keccak256(request.call) == keccak256(call) ? signer : address(0), address(0));
        records.executeRequest(request, signature);
    }

    function _request(
        bytes20 chart,
        bytes memory call,
        uint256 nonce
    ) private returns (ISignedRequests.Request memory) {
        return ISignedRequests.Request(chart, call, _rarely() ? nonce + 1 - _roll(2) : nonce, _deadline());
    }

    function _signedGrant() private returns (Signed memory signed) {
        IConsents.Grant memory granted = _someGrant();
        bytes20 chart = bytes20(granted.shares[0].report);
        (, , , uint32 generation) = records.standingConsentOf(chart, granted.grantee);
        uint64 deadline = _deadline();
        (signed.signer, signed.signedAt) = (_mostly(ledger.holderOf(chart)), _moment);
        bytes32 form = Forms.share(granted, chart, generation, _epochOf(chart), deadline);
        bytes memory signature = _signForRecords(signed.signer, form);
        if (_rarely()) (granted.shares[0].capsules, signed.signer) = ("capsules for somebody else.....", address(0));
        signed.data = abi.encodeCall(records.grantConsentsFor, (granted, deadline, signature));
    }

    function _signedStandingGrant() private returns (Signed memory signed) {
        IConsents.StandingGrant memory granted = _someStandingGrant();
        uint64 deadline = _deadline();
        (signed.signer, signed.signedAt) = (_mostly(ledger.holderOf(granted.chart)), _moment);
        bytes memory signature = _signForRecords(
            signed.signer,
            Forms.shareAll(granted, _epochOf(granted.chart), deadline)
        );
        if (_rarely()) (granted.expiry, signed.signer) = (granted.expiry + 1, address(0));
        signed.data = abi.encodeCall(records.grantStandingConsentFor, (granted, deadline, signature));
    }

    function _send(Signed memory signed) private {
        _as(_anybody());
        _signedBefore(signed.signer, signed.signedAt);
        _call(address(records), signed.data);
    }

    /// @dev The doctor sends the latest grant that was signed, in the hope that the stop does not count any more.
    function _frontRun(bytes32 report, address grantee) private {
        IConsents.Grant memory granted = _consent(report, grantee, cheats.getBlockTimestamp() + 30 days);
        address holder = ledger.holderOf(bytes20(report));
        (, , , uint32 generation) = records.standingConsentOf(bytes20(report), grantee);
        uint64 deadline = uint64(cheats.getBlockTimestamp());
        bytes32 form = Forms.share(granted, bytes20(report), generation, _epochOf(bytes20(report)), deadline);
        bytes memory signature = _signForRecords(holder, form);
        _as(grantee);
        _signedBy(holder, address(0));
        (bool success, ) = address(records).call(
            abi.encodeCall(records.grantConsentsFor, (granted, deadline, signature))
        );
        if (!success) cheats.recordLogs();
    }

    function _sendStop(address signer, bytes20 chart, bytes memory call) private {
        (address holder, , , address authoriser, ) = ledger.chart(chart);
        _as(_anybody());
        _signedBy(signer, address(0));
        _insist(call, signer == holder || signer == authoriser);
    }

    /// @dev What a patient may ask of the registry by signature; now and then what nobody may.
    function _callToRegistry(bytes20 chart) private returns (bytes memory) {
        address holder = ledger.holderOf(chart);
        uint256 kind = _roll(12);
        if (kind < 3) return abi.encodeCall(registry.askForCare, (_hospital()));
        if (kind == 3) return abi.encodeCall(registry.leaveCare, (_hospital()));
        if (kind < 6) return abi.encodeCall(registry.publishKey, (_someKeyOf(holder)));
        if (kind < 8) return abi.encodeCall(registry.proposeAuthoriser, (_someAuthoriserOf(holder)));
        if (kind == 8) return abi.encodeCall(registry.cancelRecovery, ());
        if (kind == 9) return abi.encodeCall(registry.cancelSignatures, ());
        if (kind == 10) return _callToReplaceAuthoriser(chart, holder);
        return abi.encodeCall(registry.acceptCare, (chart, _hospital()));
    }

    /// @dev Signed by the authoriser too.
    function _callToReplaceAuthoriser(bytes20 chart, address holder) private returns (bytes memory) {
        (, uint32 epoch, , address present, ) = ledger.chart(chart);
        (address authoriser, uint64 deadline) = (_someAuthoriserOf(holder), _deadline());
        bytes32 form = Forms.replacement(chart, authoriser, epoch, deadline);
        return abi.encodeCall(registry.replaceAuthoriser, (authoriser, deadline, _signForRegistry(present, form)));
    }

    /// @dev What a patient may ask of the records by signature; now and then what nobody may.
    function _callToRecords(bytes20 chart) private returns (bytes memory) {
        (bytes32 report, uint256 kind) = (_report(), _roll(12));
        if (kind < 3) return _callToAdd(chart, 0);
        if (kind == 3) return _callToCorrect(report, 0);
        if (kind == 4) return _callToRekey(report);
        if (kind == 5) return _callToRemark(report);
        if (kind == 6) return _callToRetract(report);
        if (kind == 7) return abi.encodeCall(records.eraseReport, (report));
        if (kind == 8) return _callToPublish(chart);
        if (kind == 9) return abi.encodeCall(records.publishOwnCapsules, (1, CAPSULES));
        if (kind == 10) return abi.encodeCall(records.stopEverything, (chart, _doctor()));
        (bytes32 asked, address by) = _someRequest();
        return abi.encodeCall(records.declineRequest, (asked, by));
    }
}
