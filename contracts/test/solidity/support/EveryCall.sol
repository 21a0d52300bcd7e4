// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "../../../src/interfaces/IConsents.sol";
import {IReports} from "../../../src/interfaces/IReports.sol";
import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {cheats} from "./Cheats.sol";
import {Forms} from "./Forms.sol";
import {UnderWay} from "./UnderWay.sol";

/// @dev One call of every entry point, each of which succeeds where everything is under way.
abstract contract EveryCall is UnderWay {
    uint256 internal constant CALLS = 60;
    uint256 private constant OF_REGISTRY = 39;

    function _targetOf(uint256 which) internal view returns (address) {
        return which < OF_REGISTRY ? address(registry) : address(records);
    }

    function _callOf(uint256 which) internal returns (address caller, bytes memory call) {
        if (which < 13) return _callOfAPatient(which);
        if (which < 20) return _callAboutAttestations(which);
        if (which < 26) return _callOfARegistrar(which);
        if (which < OF_REGISTRY) return _callAboutRoles(which);
        if (which < 51) return _callAboutReports(which);
        return which < 55 ? _callThatGrants(which) : _callThatStops(which);
    }

    /// @dev What has to be before: time passes until something is due; a pause.
    function _makeReady(uint256 which) internal {
        if (which == 38) {
            cheats.prank(pauser);
            registry.pause();
        }
        bool isDueLater = which == 8 || which == 9 || which == 15 || which == 17 || which == 28 || which == 33;
        if (isDueLater) cheats.warp(START + 31 days);
    }

    function _callOfAPatient(uint256 which) private returns (address, bytes memory) {
        if (which == 0) return (patient, abi.encodeCall(registry.publishKey, (_key(patient, patient))));
        if (which == 1) return (newcomer, _registrationOf(newcomer));
        if (which == 2) return (otherWallet, _signedRegistrationOf(newcomer));
        if (which == 3) return (patient, abi.encodeCall(registry.cancelSignatures, ()));
        if (which == 4) return (patient, abi.encodeCall(registry.proposeAuthoriser, (pauser)));
        if (which == 5) return (patient, _replacementOfTheAuthoriser());
        if (which == 6) return (newWallet, _recoveryOf(patient));
        if (which == 7) return (otherPatient, abi.encodeCall(registry.cancelRecovery, ()));
        if (which == 8) return (otherWallet, abi.encodeCall(registry.completeRecovery, (otherChart)));
        if (which == 9) return (otherWallet, abi.encodeCall(registry.completeAuthoriser, (chart)));
        if (which == 10) return (patient, abi.encodeCall(registry.askForCare, (LAKESIDE)));
        if (which == 11) return (patient, abi.encodeCall(registry.leaveCare, (NORTHFIELD)));
        return (otherWallet, _request(address(registry), abi.encodeCall(registry.askForCare, (LAKESIDE))));
    }

    function _callAboutAttestations(uint256 which) private view returns (address, bytes memory) {
        if (which == 13) return (newWallet, _signedAttestationOf(newWallet, _licenceOf(newWallet)));
        if (which == 14) return (newWallet, _signedAttestationOf(newWallet, _licenceOf(doctor)));
        if (which == 15) {
            return (
                otherWallet,
                abi.encodeCall(registry.completeReplacement, (_replacing(otherWallet, _licenceOf(thirdDoctor))))
            );
        }
        if (which == 16) return (thirdDoctor, abi.encodeCall(registry.vetoReplacement, (_licenceOf(thirdDoctor), 0)));
        if (which == 17) return (admin, abi.encodeCall(registry.overruleVeto, (_licenceOf(harbourDoctor))));
        if (which == 18) return (attester, abi.encodeCall(registry.revokeAttestation, (doctor)));
        return (admin, abi.encodeCall(registry.disavowAttester, (attester, uint64(START))));
    }

    function _callOfARegistrar(uint256 which) private view returns (address, bytes memory) {
        if (which == 20) return (harbourRegistrar, abi.encodeCall(registry.acceptCare, (otherChart, HARBOUR)));
        if (which == 21) return (registrar, abi.encodeCall(registry.suspendCare, (chart, NORTHFIELD)));
        if (which == 22) return (registrar, abi.encodeCall(registry.resumeCare, (otherChart, NORTHFIELD)));
        if (which == 23) return (registrar, abi.encodeCall(registry.endCare, (chart, NORTHFIELD)));
        if (which == 24) {
            return (harbourRegistrar, abi.encodeCall(registry.assignDoctor, (chart, harbourDoctor, HARBOUR)));
        }
        return (registrar, abi.encodeCall(registry.endAssignment, (chart, doctor, NORTHFIELD)));
    }

    function _callAboutRoles(uint256 which) private view returns (address, bytes memory) {
        bytes32 doctorThere = RoleIds.doctor(NORTHFIELD);
        if (which == 26) return (admin, abi.encodeCall(registry.openHospital, (50, "A New Hospital")));
        if (which == 27) return (admin, abi.encodeCall(registry.scheduleRoleGrant, (RoleIds.ATTESTER, newcomer)));
        if (which == 28) return (admin, abi.encodeCall(registry.grantRole, (RoleIds.ATTESTER, pauser)));
        if (which == 29) return (registrar, abi.encodeCall(registry.grantRole, (doctorThere, harbourDoctor)));
        if (which == 30) return (registrar, abi.encodeCall(registry.revokeRole, (doctorThere, doctor)));
        if (which == 31) return (doctor, abi.encodeCall(registry.renounceRole, (doctorThere, doctor)));
        if (which == 32) return (admin, abi.encodeCall(registry.beginDefaultAdminTransfer, (newcomer)));
        if (which == 33) return (pauser, abi.encodeCall(registry.acceptDefaultAdminTransfer, ()));
        if (which == 34) return (admin, abi.encodeCall(registry.cancelDefaultAdminTransfer, ()));
        if (which == 35) return (admin, abi.encodeCall(registry.changeDefaultAdminDelay, (5 days)));
        if (which == 36) return (admin, abi.encodeCall(registry.rollbackDefaultAdminDelay, ()));
        return (pauser, which == 37 ? abi.encodeCall(registry.pause, ()) : abi.encodeCall(registry.unpause, ()));
    }

    function _callAboutReports(uint256 which) private view returns (address, bytes memory) {
        if (which == 39) return (doctor, abi.encodeCall(records.addReport, (_newReport(chart, NORTHFIELD, "new"))));
        if (which == 40) return (patient, abi.encodeCall(records.addReport, (_newReport(chart, 0, "new"))));
        if (which == 41)
            return (doctor, abi.encodeCall(records.correctReport, (_correction(report, NORTHFIELD, "new"))));
        if (which == 42) {
            bytes32[] memory payloads = new bytes32[](1);
            payloads[0] = "new payload";
            return (patient, abi.encodeCall(records.rekeyReport, (report, 1, payloads, CAPSULES)));
        }
        if (which == 43) {
            return (harbourDoctor, abi.encodeCall(records.addRemark, (report, 1, "remark", "payload", CAPSULES)));
        }
        if (which == 44) return (doctor, abi.encodeCall(records.retractReport, (report, IReports.Reason.OTHER)));
        if (which == 45) return (patient, abi.encodeCall(records.eraseReport, (report)));
        if (which == 46) {
            return (
                otherWallet,
                _request(address(records), abi.encodeCall(records.addReport, (_newReport(chart, 0, "new"))))
            );
        }
        if (which == 47) return (doctor, abi.encodeCall(records.requestConsent, (own, IConsents.Purpose.TREAT)));
        if (which == 48) return (patient, abi.encodeCall(records.declineRequest, (own, harbourDoctor)));
        if (which == 49) return (patient, abi.encodeCall(records.publishCapsules, (chart, doctor, 1, CAPSULES)));
        return (patient, abi.encodeCall(records.publishOwnCapsules, (1, CAPSULES)));
    }

    function _callThatGrants(uint256 which) private view returns (address, bytes memory) {
        IConsents.Grant memory granted = _consents(_both(), harbourDoctor, START + 60 days);
        if (which == 51) return (patient, abi.encodeCall(records.grantConsents, (granted)));
        if (which == 52) {
            bytes memory signature = _signForRecords(patient, Forms.share(granted, chart, 0, 0, DEADLINE));
            return (otherWallet, abi.encodeCall(records.grantConsentsFor, (granted, DEADLINE, signature)));
        }
        IConsents.StandingGrant memory standing = _standingConsent(chart, harbourDoctor, START + 60 days);
        if (which == 53) return (patient, abi.encodeCall(records.grantStandingConsent, (standing)));
        bytes memory ofStanding = _signForRecords(patient, Forms.shareAll(standing, 0, DEADLINE));
        return (otherWallet, abi.encodeCall(records.grantStandingConsentFor, (standing, DEADLINE, ofStanding)));
    }

    function _callThatStops(uint256 which) private view returns (address, bytes memory) {
        if (which == 55) return (patient, abi.encodeCall(records.stopConsent, (report, harbourDoctor)));
        if (which == 56) return (patient, abi.encodeCall(records.stopConsents, (_both(), harbourDoctor)));
        if (which == 57) {
            IConsents.Stop[] memory stops = _stops(_both(), harbourDoctor);
            bytes32 ofSome = Forms.stop(stops, chart, harbourDoctor, 0, DEADLINE);
            bytes memory signature = _signForRecords(patient, ofSome);
            return (otherWallet, abi.encodeCall(records.stopConsentsFor, (stops, harbourDoctor, DEADLINE, signature)));
        }
        if (which == 58) return (patient, abi.encodeCall(records.stopEverything, (chart, harbourDoctor)));
        (, , uint32 counter, ) = records.standingConsentOf(chart, harbourDoctor);
        bytes32 form = Forms.stopEverything(chart, harbourDoctor, counter, 0, DEADLINE);
        bytes memory ofAll = _signForRecords(patient, form);
        return (
            otherWallet,
            abi.encodeCall(records.stopEverythingFor, (chart, harbourDoctor, counter, DEADLINE, ofAll))
        );
    }

    function _both() private view returns (bytes32[] memory reports) {
        reports = new bytes32[](2);
        (reports[0], reports[1]) = (report, own);
    }
}
