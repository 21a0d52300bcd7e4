// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {IKeys} from "../../src/interfaces/IKeys.sol";
import {IReports} from "../../src/interfaces/IReports.sol";
import {ISignedRequests} from "../../src/interfaces/ISignedRequests.sol";
import {cheats} from "./support/Cheats.sol";
import {Effects} from "./support/Effects.sol";
import {Forms} from "./support/Forms.sol";

/// @dev Whatever a patient does by their own call, anybody can send with the patient's signature: with the same state and the same
/// events, or refused for the same reason. In quiet times, during a pause, during a recovery.
contract SignedEqualsDirectTest is Effects {
    bytes20 private chart;
    bytes32 private report;
    bytes32 private own;
    uint64 private deadline;

    function setUp() public {
        _deploy();
        (chart, report) = _practise();
        own = _add(patient, chart, 0, "own");
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
        _grant(patient, report, harbourDoctor, START + 30 days);
        cheats.prank(harbourDoctor);
        records.requestConsent(own, IConsents.Purpose.TREAT);
        _publishKey(newWallet);
    }

    function testFuzz_Registering(address sender, bool isPaused, bool isAdministrative) public {
        _beAt(isPaused, false);
        address holder = isAdministrative ? pauser : newcomer;
        (IKeys.KeyPublication memory key, address authoriser) = (_key(holder, holder), _authoriserOf(holder));
        bytes memory signature = _signForRegistry(holder, Forms.registration(holder, key, authoriser, deadline));

        _assertSame(
            _effectOf(holder, address(registry), abi.encodeCall(registry.registerPatient, (key, authoriser))),
            _effectOf(
                sender,
                address(registry),
                abi.encodeCall(registry.registerPatientFor, (holder, key, authoriser, deadline, signature))
            )
        );
    }

    /// @dev One report, two, or all.
    function testFuzz_Granting(address sender, bool isPaused, bool isFrozen, uint64 lifetime, uint8 many) public {
        _beAt(isPaused, isFrozen);
        uint256 expiry = START + (lifetime % 3650 days);
        if (many % 3 == 0) return _grantAll(sender, expiry);

        IConsents.Grant memory granted = _consents(_reports(many % 3), harbourDoctor, expiry);
        (, , , uint32 generation) = records.standingConsentOf(chart, harbourDoctor);
        bytes32 form = Forms.share(granted, chart, generation, _epochOf(chart), deadline);
        _compare(
            patient,
            abi.encodeCall(records.grantConsents, (granted)),
            sender,
            abi.encodeCall(records.grantConsentsFor, (granted, deadline, _signForRecords(patient, form)))
        );
    }

    /// @dev By the holder, or by the recovery authoriser.
    function testFuzz_Stopping(
        address sender,
        address grantee,
        bool isPaused,
        bool isFrozen,
        bool isHolder,
        uint8 many
    ) public {
        _beAt(isPaused, isFrozen);
        address by = isHolder ? patient : _authoriserOf(patient);
        if (many % 3 == 0) return _stopAll(sender, grantee, by);

        bytes32[] memory reports = _reports(many % 3);
        IConsents.Stop[] memory stops = _stops(reports, grantee);
        bytes32 form = Forms.stop(stops, chart, grantee, _epochOf(chart), deadline);
        _compare(
            by,
            abi.encodeCall(records.stopConsents, (reports, grantee)),
            sender,
            abi.encodeCall(records.stopConsentsFor, (stops, grantee, deadline, _signForRecords(by, form)))
        );
    }

    /// @dev By the authoriser's own call, by the new holder's, or by anybody's with both signatures.
    function testFuzz_StartingARecovery(address sender, bool isFrozen, bool isAuthoriser) public {
        _beAt(false, isFrozen);
        bytes32 form = Forms.recovery(chart, newWallet, _recoveryNonceOf(chart), deadline);
        bytes memory first = _signForRegistry(_authoriserOf(patient), form);
        bytes memory second = _signForRegistry(newWallet, form);

        _assertSame(
            _effectOf(
                isAuthoriser ? _authoriserOf(patient) : newWallet,
                address(registry),
                abi.encodeCall(
                    registry.startRecovery,
                    (chart, newWallet, deadline, isAuthoriser ? bytes("") : first, isAuthoriser ? second : bytes(""))
                )
            ),
            _effectOf(
                sender,
                address(registry),
                abi.encodeCall(registry.startRecovery, (chart, newWallet, deadline, first, second))
            )
        );
    }

    function testFuzz_WhatElseAPatientDoes(address sender, bool isPaused, bool isFrozen, uint8 kind) public {
        _beAt(isPaused, isFrozen);
        kind %= 19;
        if (kind < 8) _compareRequest(sender, address(registry), _callToRegistry(kind));
        else _compareRequest(sender, address(records), _callToRecords(kind - 8));
    }

    function _grantAll(address sender, uint256 expiry) private {
        IConsents.StandingGrant memory granted = _standingConsent(chart, harbourDoctor, expiry);
        bytes32 form = Forms.shareAll(granted, _epochOf(chart), deadline);
        _compare(
            patient,
            abi.encodeCall(records.grantStandingConsent, (granted)),
            sender,
            abi.encodeCall(records.grantStandingConsentFor, (granted, deadline, _signForRecords(patient, form)))
        );
    }

    function _stopAll(address sender, address grantee, address by) private {
        (, , uint32 counter, ) = records.standingConsentOf(chart, grantee);
        bytes32 form = Forms.stopEverything(chart, grantee, counter, _epochOf(chart), deadline);
        bytes memory signature = _signForRecords(by, form);
        _compare(
            by,
            abi.encodeCall(records.stopEverything, (chart, grantee)),
            sender,
            abi.encodeCall(records.stopEverythingFor, (chart, grantee, counter, deadline, signature))
        );
    }

    function _reports(uint256 count) private view returns (bytes32[] memory reports) {
        reports = new bytes32[](count);
        for (uint256 n; n < count; ++n) reports[n] = n == 0 ? report : own;
    }

    function _callToRegistry(uint8 kind) private returns (bytes memory) {
        if (kind == 0) return abi.encodeCall(registry.publishKey, (_key(patient, patient)));
        if (kind == 1) return abi.encodeCall(registry.askForCare, (HARBOUR));
        if (kind == 2) return abi.encodeCall(registry.leaveCare, (NORTHFIELD));
        if (kind == 3) return abi.encodeCall(registry.leaveCare, (HARBOUR));
        if (kind == 4) return abi.encodeCall(registry.cancelSignatures, ());
        if (kind == 5) return abi.encodeCall(registry.cancelRecovery, ());
        if (kind == 6) return abi.encodeCall(registry.proposeAuthoriser, (newcomer));

        bytes32 form = Forms.replacement(chart, newcomer, _epochOf(chart), deadline);
        bytes memory signature = _signForRegistry(_authoriserOf(patient), form);
        return abi.encodeCall(registry.replaceAuthoriser, (newcomer, deadline, signature));
    }

    function _callToRecords(uint8 kind) private view returns (bytes memory) {
        if (kind == 0) return abi.encodeCall(records.addReport, (_newReport(chart, 0, "another")));
        if (kind == 1) return abi.encodeCall(records.correctReport, (_correction(own, 0, "corrected")));
        if (kind == 2) return abi.encodeCall(records.correctReport, (_correction(report, 0, "corrected")));
        if (kind == 3) return abi.encodeCall(records.rekeyReport, (report, 1, _payloads(), CAPSULES));
        if (kind == 4) return abi.encodeCall(records.addRemark, (report, 1, "remark", "payload", CAPSULES));
        if (kind == 5) return abi.encodeCall(records.retractReport, (own, IReports.Reason.DUPLICATE));
        if (kind == 6) return abi.encodeCall(records.eraseReport, (report));
        if (kind == 7) return abi.encodeCall(records.declineRequest, (own, harbourDoctor));
        if (kind == 8) return abi.encodeCall(records.declineRequest, (report, harbourDoctor));
        if (kind == 9) return abi.encodeCall(records.publishCapsules, (chart, doctor, 1, CAPSULES));
        return abi.encodeCall(records.publishOwnCapsules, (1, CAPSULES));
    }

    function _payloads() private pure returns (bytes32[] memory payloads) {
        payloads = new bytes32[](1);
        payloads[0] = "new payload";
    }

    function _compareRequest(address sender, address target, bytes memory call) private {
        ISignedRequests.Request memory request = ISignedRequests.Request(chart, call, 0, deadline);
        bytes32 form = Forms.request(request, _epochOf(chart));
        bool isRegistry = target == address(registry);
        bytes memory signature = isRegistry ? _signForRegistry(patient, form) : _signForRecords(patient, form);

        Effect memory signed = _effectOf(sender, target, abi.encodeCall(records.executeRequest, (request, signature)));
        _leaveOutNonce(signed, target, chart);
        _assertSame(_effectOf(patient, target, call), signed);
    }

    function _compare(address by, bytes memory direct, address sender, bytes memory signed) private {
        _assertSame(_effectOf(by, address(records), direct), _effectOf(sender, address(records), signed));
    }

    /// @dev A state of the network and of the chart.
    function _beAt(bool isPaused, bool isFrozen) private {
        deadline = uint64(cheats.getBlockTimestamp());
        if (isFrozen) {
            bytes32 form = Forms.recovery(chart, newWallet, _recoveryNonceOf(chart), deadline);
            bytes memory signature = _signForRegistry(_authoriserOf(patient), form);
            cheats.prank(newWallet);
            registry.startRecovery(chart, newWallet, deadline, signature, "");
        }
        if (!isPaused) return;
        cheats.prank(pauser);
        registry.pause();
    }
}
