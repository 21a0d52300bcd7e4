// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../src/interfaces/IConsents.sol";
import {IReports} from "../../src/interfaces/IReports.sol";
import {RoleIds} from "../../src/libraries/RoleIds.sol";
import {cheats} from "./support/Cheats.sol";
import {Forms} from "./support/Forms.sol";
import {World} from "./support/World.sol";

contract StopsTest is World {
    bytes20 private chart;
    bytes32 private report;

    function setUp() public {
        _deploy();
        (chart, report) = _practise();
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
        _publishKey(newWallet);
    }

    /// @param situation One bit for each thing that can be the matter.
    function testFuzz_StoppingSucceedsInEveryState(uint16 situation, uint8 way, bool isHolder, uint32 later) public {
        address grantee = situation & 1 == 0 ? harbourDoctor : doctor;
        _beIn(situation, grantee);

        _stop(way, grantee, isHolder);
        assert(!records.canRead(report, grantee));
        cheats.warp(cheats.getBlockTimestamp() + later);
        assert(!records.canRead(report, grantee));
    }

    function testFuzz_StoppingSucceedsWithAnybodyAtAnyTime(address grantee, uint8 way, uint32 later) public {
        cheats.assume(grantee != patient);
        _grant(patient, report, harbourDoctor, START + 30 days);
        cheats.warp(START + later);

        _stop(way, grantee, true);
        assert(!records.canRead(report, grantee));
    }

    /// @dev Used before the stop or not, sent right after or later: what was signed earlier lets nobody read.
    function testFuzz_NoSignatureMadeBeforeAStopRevivesIt(
        bool isStanding,
        bool isUsedBefore,
        uint8 way,
        bool isHolder,
        uint32 later
    ) public {
        uint64 deadline = uint64(START + 365 days);
        bytes memory signed = isStanding ? _signedStanding(deadline) : _signedGrant(deadline);
        bytes memory stop = _signedStop(way, harbourDoctor, isHolder, deadline);
        if (isUsedBefore) {
            (bool isSent, ) = address(records).call(signed);
            assert(isSent && records.canRead(report, harbourDoctor));
        }

        cheats.warp(START + (later % 365 days));
        (bool isStopped, ) = address(records).call(stop);
        assert(isStopped && !records.canRead(report, harbourDoctor));
        (bool isRevived, ) = address(records).call(signed);
        // A stop for one report leaves a standing consent to the others as it may be.
        assert(!isRevived || (isStanding && way % 2 == 0));
        assert(!records.canRead(report, harbourDoctor));
    }

    function testFuzz_ANewConsentLetsReadAgain(uint8 way, bool isStandingFirst) public {
        if (isStandingFirst) _grantStanding();
        _stop(way, harbourDoctor, true);
        _grant(patient, report, harbourDoctor, START + 30 days);
        assert(records.canRead(report, harbourDoctor));
    }

    function _beIn(uint16 situation, address grantee) private {
        if (situation & 2 != 0) _grant(patient, report, grantee, START + 30 days);
        if (situation & 4 != 0) _grantStanding();
        if (situation & 8 != 0) {
            cheats.prank(grantee);
            records.requestConsent(report, IConsents.Purpose.TREAT);
        }
        if (situation & 16 != 0) {
            cheats.prank(patient);
            registry.leaveCare(NORTHFIELD);
        }
        if (situation & 32 != 0) {
            cheats.prank(doctor);
            records.retractReport(report, IReports.Reason.WRONG_PATIENT);
        }
        if (situation & 64 != 0) {
            cheats.prank(patient);
            records.eraseReport(report);
        }
        if (situation & 128 != 0) {
            cheats.prank(attester);
            registry.revokeAttestation(grantee);
        }
        if (situation & 256 != 0) {
            cheats.prank(admin);
            registry.disavowAttester(attester, uint64(START));
        }
        if (situation & 512 != 0) {
            cheats.prank(grantee == doctor ? registrar : harbourRegistrar);
            registry.revokeRole(RoleIds.doctor(grantee == doctor ? NORTHFIELD : HARBOUR), grantee);
        }
        if (situation & 1024 != 0) _stop(uint8(situation >> 13), grantee, true);
        if (situation & 2048 != 0) _freeze();
        if (situation & 4096 != 0) {
            cheats.prank(pauser);
            registry.pause();
        }
    }

    function _freeze() private {
        uint64 deadline = uint64(cheats.getBlockTimestamp());
        bytes memory signature = _signForRegistry(
            _authoriserOf(patient),
            Forms.recovery(chart, newWallet, _recoveryNonceOf(chart), deadline)
        );
        cheats.prank(newWallet);
        registry.startRecovery(chart, newWallet, deadline, signature, "");
    }

    function _grantStanding() private {
        IConsents.StandingGrant memory granted = _standingConsent(chart, harbourDoctor, START + 300 days);
        cheats.prank(patient);
        records.grantStandingConsent(granted);
    }

    /// @dev One report, several, everything; called or signed; by the holder or the authoriser.
    function _stop(uint8 way, address grantee, bool isHolder) private {
        bytes memory call;
        if (way % 5 == 0) call = abi.encodeCall(records.stopConsent, (report, grantee));
        else if (way % 5 == 1) call = abi.encodeCall(records.stopEverything, (chart, grantee));
        else if (way % 5 == 2) call = abi.encodeCall(records.stopConsents, (_reports(), grantee));
        else call = _signedStop(way, grantee, isHolder, uint64(cheats.getBlockTimestamp()));

        cheats.prank(way % 5 > 2 ? otherWallet : (isHolder ? patient : _authoriserOf(patient)));
        (bool success, ) = address(records).call(call);
        assert(success);
    }

    /// @dev An even way stops one report, an odd way everything.
    function _signedStop(uint8 way, address grantee, bool isHolder, uint64 deadline) private returns (bytes memory) {
        address signer = isHolder ? patient : _authoriserOf(patient);
        if (way % 2 == 0) {
            IConsents.Stop[] memory stops = _stops(_reports(), grantee);
            bytes32 form = Forms.stop(stops, chart, grantee, _epochOf(chart), deadline);
            bytes memory ofReports = _signForRecords(signer, form);
            return abi.encodeCall(records.stopConsentsFor, (stops, grantee, deadline, ofReports));
        }
        (, , uint32 counter, ) = records.standingConsentOf(chart, grantee);
        bytes32 formOfAll = Forms.stopEverything(chart, grantee, counter, _epochOf(chart), deadline);
        bytes memory signature = _signForRecords(signer, formOfAll);
        return abi.encodeCall(records.stopEverythingFor, (chart, grantee, counter, deadline, signature));
    }

    function _signedGrant(uint64 deadline) private view returns (bytes memory) {
        IConsents.Grant memory granted = _consent(report, harbourDoctor, START + 2 * 365 days);
        bytes32 form = Forms.share(granted, chart, 0, _epochOf(chart), deadline);
        return abi.encodeCall(records.grantConsentsFor, (granted, deadline, _signForRecords(patient, form)));
    }

    function _signedStanding(uint64 deadline) private view returns (bytes memory) {
        IConsents.StandingGrant memory granted = _standingConsent(chart, harbourDoctor, START + 2 * 365 days);
        bytes32 form = Forms.shareAll(granted, _epochOf(chart), deadline);
        return abi.encodeCall(records.grantStandingConsentFor, (granted, deadline, _signForRecords(patient, form)));
    }

    function _reports() private view returns (bytes32[] memory reports) {
        reports = new bytes32[](1);
        reports[0] = report;
    }
}
