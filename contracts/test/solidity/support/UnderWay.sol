// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../../src/interfaces/IAttestations.sol";
import {IConsents} from "../../../src/interfaces/IConsents.sol";
import {ISignedRequests} from "../../../src/interfaces/ISignedRequests.sol";
import {RoleIds} from "../../../src/libraries/RoleIds.sol";
import {Forms} from "./Forms.sol";
import {World} from "./World.sol";

/// @dev A world in which something of each kind is under way: care that was asked for, accepted, suspended; a consent, a request; a
/// recovery, another authoriser, replacements with and without a veto; a grant of a role, a handover, another delay.
abstract contract UnderWay is World {
    uint32 internal constant LAKESIDE = 3;
    uint64 internal constant DEADLINE = uint64(START + 1 days);

    bytes20 internal chart;
    bytes32 internal report;
    bytes32 internal own;
    bytes20 internal otherChart;

    function _begin() internal {
        _deploy();
        _as(admin);
        registry.openHospital(LAKESIDE, "Lakeside Practice");
        (chart, report) = _practise();
        own = _add(patient, chart, 0, "own");
        _makeActive(harbourDoctor, harbourRegistrar, HARBOUR);
        _publishKey(newWallet);
        _attest(attester, thirdDoctor, _licenceOf(thirdDoctor), 365 days);
        _beginConsents();
        _beginCare();
        _beginSuccessions();
        _beginOffices();
    }

    function _beginConsents() private {
        _grant(patient, report, harbourDoctor, START + 30 days);
        IConsents.StandingGrant memory granted = _standingConsent(chart, harbourDoctor, START + 30 days);
        _as(patient);
        records.grantStandingConsent(granted);
        _as(harbourDoctor);
        records.requestConsent(own, IConsents.Purpose.TREAT);
    }

    function _beginCare() private {
        otherChart = _register(otherPatient);
        _as(patient);
        registry.askForCare(HARBOUR);
        _as(harbourRegistrar);
        registry.acceptCare(chart, HARBOUR);
        _as(otherPatient);
        registry.askForCare(HARBOUR);
        _as(otherPatient);
        registry.askForCare(NORTHFIELD);
        _as(registrar);
        registry.acceptCare(otherChart, NORTHFIELD);
        _as(registrar);
        registry.suspendCare(otherChart, NORTHFIELD);
    }

    function _beginSuccessions() private {
        _as(patient);
        registry.proposeAuthoriser(newcomer);
        bytes memory recovery = _recoveryOf(otherPatient);
        _as(newWallet);
        _call(address(registry), recovery);
        _replace(otherWallet, _licenceOf(thirdDoctor));
        _replace(contractAccount, _licenceOf(harbourDoctor));
        _as(harbourDoctor);
        registry.vetoReplacement(_licenceOf(harbourDoctor), 0);
    }

    function _beginOffices() private {
        _schedule(RoleIds.ATTESTER, pauser);
        _as(admin);
        registry.beginDefaultAdminTransfer(pauser);
        _as(admin);
        registry.changeDefaultAdminDelay(4 days);
    }

    function _replace(address subject, bytes32 licence) private {
        IAttestations.Attestation memory attestation = _replacing(subject, licence);
        bytes memory signature = _signForRegistry(attester, Forms.attestation(attestation));
        _as(subject);
        registry.submitAttestation(attestation, signature);
    }

    /// @dev An attestation that replaces another wallet.
    function _replacing(address subject, bytes32 licence) internal pure returns (IAttestations.Attestation memory) {
        uint64 issuedAt = uint64(START);
        return
            IAttestations.Attestation(
                subject,
                licence,
                "Dr Lena Hallowell",
                "Cardiology",
                issuedAt + 365 days,
                issuedAt
            );
    }

    function _signedAttestationOf(address subject, bytes32 licence) internal view returns (bytes memory) {
        IAttestations.Attestation memory attestation = _replacing(subject, licence);
        bytes memory signature = _signForRegistry(attester, Forms.attestation(attestation));
        return abi.encodeCall(registry.submitAttestation, (attestation, signature));
    }

    function _registrationOf(address account) internal returns (bytes memory) {
        return abi.encodeCall(registry.registerPatient, (_key(account, account), _authoriserOf(account)));
    }

    function _signedRegistrationOf(address account) internal returns (bytes memory) {
        bytes32 form = Forms.registration(account, _key(account, account), _authoriserOf(account), DEADLINE);
        bytes memory signature = _signForRegistry(account, form);
        return
            abi.encodeCall(
                registry.registerPatientFor,
                (account, _key(account, account), _authoriserOf(account), DEADLINE, signature)
            );
    }

    /// @dev To be sent by `newWallet`.
    function _recoveryOf(address holder) internal returns (bytes memory) {
        bytes20 lost = registry.chartOf(holder);
        bytes32 form = Forms.recovery(lost, newWallet, 0, DEADLINE);
        bytes memory signature = _signForRegistry(_authoriserOf(holder), form);
        return abi.encodeCall(registry.startRecovery, (lost, newWallet, DEADLINE, signature, ""));
    }

    function _replacementOfTheAuthoriser() internal returns (bytes memory) {
        bytes32 form = Forms.replacement(chart, newcomer, 0, DEADLINE);
        bytes memory signature = _signForRegistry(_authoriserOf(patient), form);
        return abi.encodeCall(registry.replaceAuthoriser, (newcomer, DEADLINE, signature));
    }

    /// @dev What `patient` asks for by signature.
    function _request(address target, bytes memory call) internal view returns (bytes memory) {
        ISignedRequests.Request memory requested = ISignedRequests.Request(chart, call, 0, DEADLINE);
        bytes32 form = Forms.request(requested, 0);
        bool isRegistry = target == address(registry);
        bytes memory signature = isRegistry ? _signForRegistry(patient, form) : _signForRecords(patient, form);
        return abi.encodeCall(registry.executeRequest, (requested, signature));
    }
}
