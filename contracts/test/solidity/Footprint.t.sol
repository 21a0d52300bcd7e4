// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {IReports} from "../../src/interfaces/IReports.sol";
import {RoleIds} from "../../src/libraries/RoleIds.sol";
import {cheats} from "./support/Cheats.sol";
import {Forms} from "./support/Forms.sol";
import {World} from "./support/World.sol";

/// @dev Each call reads and writes as many slots in a crowd as it did alone: with other patients, doctors and hospitals, and with
/// more reports and consents of the same chart.
contract FootprintTest is World {
    uint256 private constant CALLS = 38;
    uint256 private constant OTHERS = 12;
    uint256 private constant REPORTS = 40;

    bytes20 private chart;
    bytes32 private report;
    bytes32 private own;
    uint256[CALLS] private alone;

    function setUp() public {
        _deploy();
        (chart, report) = _practise();
        own = _add(patient, chart, 0, "own");
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
        _grant(patient, report, harbourDoctor, START + 30 days);
        _grantStanding(patient);
        _publishKey(newWallet);
        for (uint256 n; n < CALLS; ++n) {
            alone[n] = _touchedBy(n);
            assert(alone[n] != 0);
        }

        for (uint256 n; n < REPORTS; ++n) _addAnother(patient, bytes32(n + 1));
        for (uint256 n; n < OTHERS; ++n) _letIn(n);
    }

    function testFuzz_ACallTouchesAsManySlotsInACrowdAsAlone(uint256 which) public {
        which %= CALLS;
        assert(_touchedBy(which) == alone[which]);
    }

    /// @dev Another patient, another doctor, another hospital; their reports, consents and requests.
    function _letIn(uint256 n) private {
        address person = _known(10_000 + n);
        address colleague = _known(20_000 + n);
        _makeActive(colleague, registrar, NORTHFIELD);
        bytes20 other = _register(person);
        _assign(doctor, person, registrar, NORTHFIELD);
        cheats.prank(registrar);
        registry.assignDoctor(other, colleague, NORTHFIELD);
        cheats.prank(registrar);
        registry.assignDoctor(chart, colleague, NORTHFIELD);
        for (uint256 m; m < 3; ++m) _addAnother(person, bytes32(m + 1));
        _grantStanding(person);
        _grant(patient, report, colleague, START + 30 days);
        cheats.prank(colleague);
        records.requestConsent(own, IConsents.Purpose.TREAT);
        cheats.prank(admin);
        registry.openHospital(uint32(100 + n), "Another Hospital");
    }

    function _addAnother(address holder, bytes32 commitment) private {
        bytes32 added = _add(holder, registry.chartOf(holder), 0, commitment);
        _grant(holder, added, harbourDoctor, START + 30 days);
        _grant(holder, added, doctor, START + 30 days);
    }

    function _grantStanding(address holder) private {
        IConsents.StandingGrant memory granted = _standingConsent(
            registry.chartOf(holder),
            harbourDoctor,
            START + 30 days
        );
        cheats.prank(holder);
        records.grantStandingConsent(granted);
    }

    /// @dev How often a call reads or writes a slot; undone again. Zero when it is refused.
    function _touchedBy(uint256 which) private returns (uint256 count) {
        (address caller, address target, bytes memory call) = which < 20
            ? _callToRegistry(which)
            : _callToRecords(which);
        try this.doAndUndo(caller, target, call) {
            assert(false);
        } catch (bytes memory undone) {
            count = abi.decode(undone, (uint256));
        }
    }

    /// @dev Tells by reverting, which is what undoes it.
    function doAndUndo(address caller, address target, bytes calldata call) external {
        cheats.record();
        cheats.prank(caller);
        (bool success, ) = target.call(call);
        (bytes32[] memory reads, bytes32[] memory writes) = cheats.accesses(address(registry));
        uint256 count = reads.length + writes.length;
        (reads, writes) = cheats.accesses(address(records));
        count += reads.length + writes.length;
        bytes memory told = abi.encode(success ? count : 0);
        assembly ("memory-safe") {
            revert(add(told, 0x20), mload(told))
        }
    }

    function _callToRegistry(uint256 which) private returns (address caller, address, bytes memory call) {
        (caller, call) = which < 10 ? _callOfSomebody(which) : _callOfAnOffice(which);
        return (caller, address(registry), call);
    }

    function _callOfSomebody(uint256 which) private returns (address, bytes memory) {
        uint64 deadline = uint64(START);
        if (which == 0) return (patient, abi.encodeCall(registry.publishKey, (_key(patient, patient))));
        if (which == 1) return (newcomer, _registrationOf(newcomer));
        if (which == 2) return (otherWallet, _signedRegistrationOf(newcomer, deadline));
        if (which == 3) return (patient, abi.encodeCall(registry.cancelSignatures, ()));
        if (which == 4) return (patient, abi.encodeCall(registry.proposeAuthoriser, (newcomer)));
        if (which == 5) return (patient, abi.encodeCall(registry.askForCare, (HARBOUR)));
        if (which == 6) return (patient, abi.encodeCall(registry.leaveCare, (NORTHFIELD)));
        if (which == 7) return (newWallet, _recovery(deadline));
        if (which == 8) return (thirdDoctor, _attestationOf(thirdDoctor, _licenceOf(thirdDoctor)));
        return (thirdDoctor, _attestationOf(thirdDoctor, _licenceOf(doctor)));
    }

    function _callOfAnOffice(uint256 which) private view returns (address, bytes memory) {
        if (which == 10) return (admin, abi.encodeCall(registry.openHospital, (50, "A New Hospital")));
        if (which == 11) {
            return (admin, abi.encodeCall(registry.scheduleRoleGrant, (RoleIds.registrar(HARBOUR), newcomer)));
        }
        if (which == 12) return (admin, abi.encodeCall(registry.grantRole, (RoleIds.PAUSER, newcomer)));
        if (which == 13)
            return (registrar, abi.encodeCall(registry.grantRole, (RoleIds.doctor(NORTHFIELD), harbourDoctor)));
        if (which == 14) return (registrar, abi.encodeCall(registry.revokeRole, (RoleIds.doctor(NORTHFIELD), doctor)));
        if (which == 15) return (registrar, abi.encodeCall(registry.suspendCare, (chart, NORTHFIELD)));
        if (which == 16) return (registrar, abi.encodeCall(registry.endCare, (chart, NORTHFIELD)));
        if (which == 17) return (registrar, abi.encodeCall(registry.endAssignment, (chart, doctor, NORTHFIELD)));
        if (which == 18) return (attester, abi.encodeCall(registry.revokeAttestation, (doctor)));
        return (pauser, abi.encodeCall(registry.pause, ()));
    }

    function _callToRecords(uint256 which) private view returns (address caller, address, bytes memory call) {
        (caller, call) = which < 30 ? _callAboutReports(which) : _callAboutConsents(which);
        return (caller, address(records), call);
    }

    function _callAboutReports(uint256 which) private view returns (address, bytes memory) {
        if (which == 20) return (doctor, abi.encodeCall(records.addReport, (_newReport(chart, NORTHFIELD, "new"))));
        if (which == 21) return (patient, abi.encodeCall(records.addReport, (_newReport(chart, 0, "new"))));
        if (which == 22)
            return (doctor, abi.encodeCall(records.correctReport, (_correction(report, NORTHFIELD, "new"))));
        if (which == 23) {
            bytes32[] memory payloads = new bytes32[](1);
            payloads[0] = "new payload";
            return (patient, abi.encodeCall(records.rekeyReport, (report, 1, payloads, CAPSULES)));
        }
        if (which == 24) {
            return (harbourDoctor, abi.encodeCall(records.addRemark, (report, 1, "remark", "payload", CAPSULES)));
        }
        if (which == 25) return (doctor, abi.encodeCall(records.retractReport, (report, IReports.Reason.OTHER)));
        if (which == 26) return (patient, abi.encodeCall(records.eraseReport, (report)));
        if (which == 27) return (doctor, abi.encodeCall(records.requestConsent, (own, IConsents.Purpose.TREAT)));
        if (which == 28) return (patient, abi.encodeCall(records.publishCapsules, (chart, doctor, 1, CAPSULES)));
        return (patient, abi.encodeCall(records.publishOwnCapsules, (1, CAPSULES)));
    }

    function _callAboutConsents(uint256 which) private view returns (address, bytes memory) {
        bytes32[] memory reports = new bytes32[](2);
        (reports[0], reports[1]) = (report, own);
        IConsents.Grant memory granted = _consents(reports, harbourDoctor, START + 60 days);
        IConsents.StandingGrant memory standing = _standingConsent(chart, harbourDoctor, START + 60 days);
        if (which == 30) return (patient, abi.encodeCall(records.grantConsents, (granted)));
        if (which == 31) return (patient, abi.encodeCall(records.grantStandingConsent, (standing)));
        if (which == 32) return (patient, abi.encodeCall(records.stopConsent, (report, harbourDoctor)));
        if (which == 33) return (patient, abi.encodeCall(records.stopConsents, (reports, harbourDoctor)));
        if (which == 34) return (patient, abi.encodeCall(records.stopEverything, (chart, harbourDoctor)));
        return (otherWallet, _signedCall(which, granted, standing));
    }

    function _signedCall(
        uint256 which,
        IConsents.Grant memory granted,
        IConsents.StandingGrant memory standing
    ) private view returns (bytes memory) {
        uint64 deadline = uint64(START);
        if (which == 35) {
            bytes memory ofGrant = _signForRecords(patient, Forms.share(granted, chart, 0, 0, deadline));
            return abi.encodeCall(records.grantConsentsFor, (granted, deadline, ofGrant));
        }
        if (which == 36) {
            bytes memory ofStanding = _signForRecords(patient, Forms.shareAll(standing, 0, deadline));
            return abi.encodeCall(records.grantStandingConsentFor, (standing, deadline, ofStanding));
        }
        bytes32 form = Forms.stopEverything(chart, harbourDoctor, standing.counter, 0, deadline);
        bytes memory signature = _signForRecords(patient, form);
        return abi.encodeCall(records.stopEverythingFor, (chart, harbourDoctor, standing.counter, deadline, signature));
    }

    function _registrationOf(address account) private returns (bytes memory) {
        return abi.encodeCall(registry.registerPatient, (_key(account, account), _authoriserOf(account)));
    }

    function _signedRegistrationOf(address account, uint64 deadline) private returns (bytes memory) {
        bytes32 form = Forms.registration(account, _key(account, account), _authoriserOf(account), deadline);
        bytes memory signature = _signForRegistry(account, form);
        return
            abi.encodeCall(
                registry.registerPatientFor,
                (account, _key(account, account), _authoriserOf(account), deadline, signature)
            );
    }

    function _recovery(uint64 deadline) private returns (bytes memory) {
        bytes32 form = Forms.recovery(chart, newWallet, 0, deadline);
        bytes memory signature = _signForRegistry(_authoriserOf(patient), form);
        return abi.encodeCall(registry.startRecovery, (chart, newWallet, deadline, signature, ""));
    }

    function _attestationOf(address subject, bytes32 licence) private view returns (bytes memory) {
        bytes memory signature = _signForRegistry(attester, Forms.attestation(_attestation(subject, licence, 90 days)));
        return abi.encodeCall(registry.submitAttestation, (_attestation(subject, licence, 90 days), signature));
    }
}
