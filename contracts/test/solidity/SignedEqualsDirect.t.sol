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

    function testFuzz_Granting(address sender, bool isPaused, bool isFrozen, uint64 lifetime, bool isBoth) public {
        _beAt(isPaused, isFrozen);
        bytes32[] memory reports = new bytes32[](isBoth ? 2 : 1);
        (reports[0], reports[reports.length - 1]) = (report, isBoth ? own : report);
        IConsents.Grant memory granted = _consents(reports, harbourDoctor, START + (lifetime % 3650 days));
        (, , , uint32 generation) = records.standingConsentOf(chart, harbourDoctor);
        bytes32 form = Forms.share(granted, chart, generation, _epochOf(chart), deadline);

        _compare(
            sender,
            abi.encodeCall(records.grantConsents, (granted)),
            abi.encodeCall(records.grantConsentsFor, (granted, deadline, _signForRecords(patient, form)))
        );
    }

    function testFuzz_GrantingAll(address sender, bool isPaused, bool isFrozen, uint64 lifetime) public {
        _beAt(isPaused, isFrozen);
        IConsents.StandingGrant memory granted = _standingConsent(chart, harbourDoctor, START + (lifetime % 3650 days));
        bytes32 form = Forms.shareAll(granted, _epochOf(chart), deadline);

        _compare(
            sender,
            abi.encodeCall(records.grantStandingConsent, (granted)),
            abi.encodeCall(records.grantStandingConsentFor, (granted, deadline, _signForRecords(patient, form)))
        );
    }

    /// @dev By the holder, or by the recovery authoriser.
    function testFuzz_Stopping(address sender, address grantee, bool isPaused, bool isFrozen, bool isHolder) public {
        _beAt(isPaused, isFrozen);
        bytes32[] memory reports = new bytes32[](2);
        (reports[0], reports[1]) = (report, own);
        IConsents.Stop[] memory stops = _stops(reports, grantee);
        address by = isHolder ? patient : _authoriserOf(patient);
        bytes32 form = Forms.stop(stops, chart, grantee, _epochOf(chart), deadline);

        _assertSame(
            _effectOf(by, address(records), abi.encodeCall(records.stopConsents, (reports, grantee))),
            _effectOf(
                sender,
                address(records),
                abi.encodeCall(records.stopConsentsFor, (stops, grantee, deadline, _signForRecords(by, form)))
            )
        );
    }

    function testFuzz_StoppingAll(address sender, address grantee, bool isPaused, bool isFrozen, bool isHolder) public {
        _beAt(isPaused, isFrozen);
        (, , uint32 counter, ) = records.standingConsentOf(chart, grantee);
        address by = isHolder ? patient : _authoriserOf(patient);
        bytes32 form = Forms.stopEverything(chart, grantee, counter, _epochOf(chart), deadline);
        bytes memory signature = _signForRecords(by, form);

        _assertSame(
            _effectOf(by, address(records), abi.encodeCall(records.stopEverything, (chart, grantee))),
            _effectOf(
                sender,
                address(records),
                abi.encodeCall(records.stopEverythingFor, (chart, grantee, counter, deadline, signature))
            )
        );
    }

    /// @dev By the authoriser's own call, by the new holder's, or by anybody's with both signatures.
    function testFuzz_StartingARecovery(address sender, bool isFrozen, bool isAuthoriser) public {
        _beAt(false, isFrozen);
        bytes32 form = Forms.recovery(chart, newWallet, _epochOf(chart), deadline);
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

    function testFuzz_WhatElseARegistryIsAskedFor(address sender, bool isPaused, bool isFrozen, uint8 kind) public {
        _beAt(isPaused, isFrozen);
        _compareRequest(sender, address(registry), _callToRegistry(kind));
    }

    function testFuzz_WhatElseTheRecordsAreAskedFor(address sender, bool isPaused, bool isFrozen, uint8 kind) public {
        _beAt(isPaused, isFrozen);
        _compareRequest(sender, address(records), _callToRecords(kind));
    }

    function _callToRegistry(uint8 kind) private returns (bytes memory) {
        kind %= 8;
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
        kind %= 11;
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

    function _compare(address sender, bytes memory direct, bytes memory signed) private {
        _assertSame(_effectOf(patient, address(records), direct), _effectOf(sender, address(records), signed));
    }

    /// @dev A state of the network and of the chart.
    function _beAt(bool isPaused, bool isFrozen) private {
        deadline = uint64(cheats.getBlockTimestamp());
        if (isFrozen) {
            bytes32 form = Forms.recovery(chart, newWallet, _epochOf(chart), deadline);
            bytes memory signature = _signForRegistry(_authoriserOf(patient), form);
            cheats.prank(newWallet);
            registry.startRecovery(chart, newWallet, deadline, signature, "");
        }
        if (!isPaused) return;
        cheats.prank(pauser);
        registry.pause();
    }
}
