// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {IKeys} from "../../src/interfaces/IKeys.sol";
import {ISignedRequests} from "../../src/interfaces/ISignedRequests.sol";
import {cheats} from "./support/Cheats.sol";
import {Effects} from "./support/Effects.sol";
import {Forms} from "./support/Forms.sol";

/// @dev Somebody on the way changes one byte of what was signed, or of the signature: then it is refused, or it was a byte without
/// a meaning and everything is as if it had not been changed.
contract TamperingTest is Effects {
    bytes20 private chart;
    bytes32 private report;
    uint64 private deadline = uint64(START + 1 days);

    bytes[] private calls;
    address[] private targets;

    function setUp() public {
        _deploy();
        (chart, report) = _practise();
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
        _publishKey(newWallet);
        _remember(address(records), _grantCall());
        _remember(address(records), _standingCall());
        _remember(address(records), _stopCall());
        _remember(address(records), _stopEverythingCall());
        _remember(address(records), _requestCall());
        _remember(address(registry), _recoveryCall());
    }

    function testFuzz_AChangedByteIsRefusedOrMeansNothing(uint8 which, uint16 position, uint8 change) public {
        cheats.assume(change != 0);
        which %= uint8(calls.length);
        bytes memory changed = calls[which];
        changed[position % changed.length] ^= bytes1(change);

        Effect memory effect = _effectOf(otherWallet, targets[which], changed);
        if (effect.success) _assertSame(effect, _effectOf(otherWallet, targets[which], calls[which]));
    }

    /// @dev But for the proof of possession, which the patient does not sign: it says itself whose it is.
    function testFuzz_AChangedByteOfARegistrationIsRefusedOrMeansNothing(uint16 position, uint8 change) public {
        cheats.assume(change != 0);
        IKeys.KeyPublication memory key = _key(newcomer, newcomer);
        bytes memory call = _registrationCall(key);
        key.possession = new bytes(65);
        bytes memory unproven = _registrationCall(key);
        position %= uint16(call.length);
        cheats.assume(call[position] == unproven[position]);
        bytes memory changed = bytes.concat(call);
        changed[position] ^= bytes1(change);

        Effect memory effect = _effectOf(otherWallet, address(registry), changed);
        if (effect.success) _assertSame(effect, _effectOf(otherWallet, address(registry), call));
    }

    function _remember(address target, bytes memory call) private {
        assert(_effectOf(otherWallet, target, call).success);
        targets.push(target);
        calls.push(call);
    }

    function _grantCall() private view returns (bytes memory) {
        IConsents.Grant memory granted = _consent(report, harbourDoctor, START + 30 days);
        bytes32 form = Forms.share(granted, chart, 0, 0, deadline);
        return abi.encodeCall(records.grantConsentsFor, (granted, deadline, _signForRecords(patient, form)));
    }

    function _standingCall() private view returns (bytes memory) {
        IConsents.StandingGrant memory granted = _standingConsent(chart, harbourDoctor, START + 30 days);
        bytes32 form = Forms.shareAll(granted, 0, deadline);
        return abi.encodeCall(records.grantStandingConsentFor, (granted, deadline, _signForRecords(patient, form)));
    }

    function _stopCall() private view returns (bytes memory) {
        bytes32[] memory reports = new bytes32[](1);
        reports[0] = report;
        IConsents.Stop[] memory stops = _stops(reports, harbourDoctor);
        bytes memory signature = _signForRecords(patient, Forms.stop(stops, chart, harbourDoctor, 0, deadline));
        return abi.encodeCall(records.stopConsentsFor, (stops, harbourDoctor, deadline, signature));
    }

    function _stopEverythingCall() private view returns (bytes memory) {
        bytes32 form = Forms.stopEverything(chart, harbourDoctor, 0, 0, deadline);
        return
            abi.encodeCall(
                records.stopEverythingFor,
                (chart, harbourDoctor, 0, deadline, _signForRecords(patient, form))
            );
    }

    function _requestCall() private view returns (bytes memory) {
        bytes memory call = abi.encodeCall(records.addReport, (_newReport(chart, 0, "own")));
        ISignedRequests.Request memory request = ISignedRequests.Request(chart, call, 0, deadline);
        bytes memory signature = _signForRecords(patient, Forms.request(request, 0));
        return abi.encodeCall(records.executeRequest, (request, signature));
    }

    function _recoveryCall() private returns (bytes memory) {
        bytes32 form = Forms.recovery(chart, newWallet, 0, deadline);
        bytes memory first = _signForRegistry(_authoriserOf(patient), form);
        bytes memory second = _signForRegistry(newWallet, form);
        return abi.encodeCall(registry.startRecovery, (chart, newWallet, deadline, first, second));
    }

    function _registrationCall(IKeys.KeyPublication memory key) private returns (bytes memory) {
        address authoriser = _authoriserOf(newcomer);
        bytes memory signature = _signForRegistry(newcomer, Forms.registration(newcomer, key, authoriser, deadline));
        return abi.encodeCall(registry.registerPatientFor, (newcomer, key, authoriser, deadline, signature));
    }
}
