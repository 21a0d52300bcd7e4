// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../../../src/interfaces/IAttestations.sol";
import {RoleIds} from "../../../../src/libraries/RoleIds.sol";
import {Log} from "../Cheats.sol";
import {ChartLedger} from "./ChartLedger.sol";
import {Rule} from "./Rulebook.sol";

/// @dev Who is attested as a doctor, by whom and since when, and replacements of wallets: as the events tell.
abstract contract AttestationLedger is ChartLedger {
    struct Attested {
        uint64 validUntil;
        uint64 acceptedAt;
        uint32 generation;
        address attester;
    }

    struct Licence {
        address subject;
        uint32 generation;
    }

    struct Replacement {
        address newSubject;
        address attester;
        uint64 issuedAt;
        uint64 readyAt;
        uint64 vetoedAt;
        bool isOverruled;
    }

    mapping(address subject => Attested) public attested;
    mapping(bytes32 licenceTag => Licence) public licences;
    mapping(bytes32 licenceTag => Replacement) public replacements;
    mapping(address attester => uint64) public disavowedSince;

    mapping(address attester => mapping(uint256 day => uint256)) private _submittedOn;
    /// @dev By subject and moment of issue, which is what tells a subject's attestations apart.
    mapping(address subject => mapping(uint64 issuedAt => bool)) private _isSubmitted;
    mapping(address subject => mapping(uint64 issuedAt => bool)) private _isAccepted;
    /// @dev Whose attestation ended in this act without an office: only the completion of a replacement may do that.
    address private _replaced;

    function attestationOf(address subject) external view returns (uint64 validUntil, uint32 generation) {
        return (_isDisavowed(subject) ? 0 : attested[subject].validUntil, generationOf(subject));
    }

    function replacementOf(bytes32 tag) external view returns (uint64 readyAt, uint64 vetoedAt, bool isOverruled) {
        Replacement storage replacement = replacements[tag];
        return (replacement.readyAt, replacement.vetoedAt, replacement.isOverruled);
    }

    function isAttested(address account) public view override returns (bool) {
        return _now() <= attested[account].validUntil && !_isDisavowed(account);
    }

    function isClinical(address account) public view override returns (bool) {
        return chartOf[account] != 0 || appointments[account] != 0 || _now() <= attested[account].validUntil;
    }

    function isActiveDoctor(address account) public view returns (bool) {
        return appointments[account] != 0 && isAttested(account);
    }

    function generationOf(address account) public view returns (uint32) {
        return attested[account].generation;
    }

    function licenceOf(bytes32 tag) public view returns (address subject, bool isLive) {
        subject = licences[tag].subject;
        isLive = isAttested(subject) && generationOf(subject) == licences[tag].generation;
    }

    /// @return Whether the event is one of attestations.
    function _foldAttestations(Log memory log, bytes32 name) internal returns (bool) {
        if (name == IAttestations.DoctorAttested.selector) {
            _attest(log);
        } else if (name == IAttestations.AttestationRevoked.selector) {
            _revoke(_account(log.topics[1]), _account(log.topics[2]));
        } else if (name == IAttestations.ReplacementStarted.selector) {
            _startReplacement(log);
        } else if (name == IAttestations.ReplacementVetoed.selector) {
            _veto(log.topics[1], _account(log.topics[2]));
        } else if (name == IAttestations.VetoOverruled.selector) {
            _mustBeDefaultAdmin(_account(log.topics[2]));
            _overrule(log.topics[1]);
        } else if (name == IAttestations.AttesterDisavowed.selector) {
            _mustBeDefaultAdmin(_account(log.topics[2]));
            _disavow(_account(log.topics[1]), abi.decode(log.data, (uint64)));
        } else {
            return false;
        }
        return true;
    }

    function _attest(Log memory log) private {
        (address subject, address attester, bytes32 tag) = (
            _account(log.topics[1]),
            _account(log.topics[2]),
            log.topics[3]
        );
        (, , uint64 validUntil, uint64 issuedAt, uint32 generation) = abi.decode(
            log.data,
            (string, string, uint64, uint64, uint32)
        );
        _mustNotBePaused();
        _require(_agreed(subject), Rule.OfficesActWithinTheirPowers, "someone was attested without asking");
        _require(hasRole[RoleIds.ATTESTER][attester], Rule.OfficesActWithinTheirPowers, "a stranger attested");

        (address bearer, bool isLive) = licenceOf(tag);
        if (_isSubmitted[subject][issuedAt]) _completeReplacement(tag, subject, attester, issuedAt);
        else _submit(subject, attester, issuedAt);
        _require(!_isAccepted[subject][issuedAt], Rule.AttestationsCountOnce, "an attestation was accepted twice");
        _isAccepted[subject][issuedAt] = true;

        bool isRenewal = isLive && bearer == subject;
        _require(!isLive || isRenewal, Rule.AttestationsCountOnce, "a licence has two live wallets");
        _require(
            generation == generationOf(subject) + (isRenewal ? 0 : 1),
            Rule.AttestationsCountOnce,
            "a lapsed attestation went on, or a live one began anew"
        );
        attested[subject] = Attested(validUntil, uint64(_now()), generation, attester);
        if (!isRenewal) licences[tag] = Licence(subject, generation);
        _mustBeSeparate(subject);
    }

    function _submit(address subject, address attester, uint64 issuedAt) private {
        _require(_act.signer == attester, Rule.OfficesActWithinTheirPowers, "an attestation is not its attester's");
        _require(!_isSubmitted[subject][issuedAt], Rule.AttestationsCountOnce, "an attestation was used twice");
        _isSubmitted[subject][issuedAt] = true;
        uint256 count = ++_submittedOn[attester][_now() / 1 days];
        _require(count <= 200, Rule.AttestersHaveADailyCap, "an attester exceeded the daily cap");
    }

    function _startReplacement(Log memory log) private {
        (bytes32 tag, address oldSubject, address newSubject) = (
            log.topics[1],
            _account(log.topics[2]),
            _account(log.topics[3])
        );
        (address attester, , , , uint64 issuedAt, uint64 readyAt) = abi.decode(
            log.data,
            (address, string, string, uint64, uint64, uint64)
        );
        _mustNotBePaused();
        (address bearer, bool isLive) = licenceOf(tag);
        _require(isLive && bearer == oldSubject, Rule.AttestationsCountOnce, "a wallet that was none is replaced");
        _require(readyAt == _now() + 7 days, Rule.RoleDelaysAreKept, "a replacement has another delay");
        _submit(newSubject, attester, issuedAt);
        replacements[tag] = Replacement(newSubject, attester, issuedAt, readyAt, 0, false);
    }

    /// @dev The old wallet's attestation, if it was live, ended in the event before.
    function _completeReplacement(bytes32 tag, address subject, address attester, uint64 issuedAt) private {
        Replacement memory due = replacements[tag];
        _require(
            due.newSubject == subject && due.attester == attester && due.issuedAt == issuedAt,
            Rule.AttestationsCountOnce,
            "an attestation was used twice"
        );
        _require(_now() >= due.readyAt, Rule.RoleDelaysAreKept, "a replacement completed early");
        _require(due.vetoedAt == 0 || due.isOverruled, Rule.RoleDelaysAreKept, "a replacement ignored a veto");
        if (licences[tag].subject == _replaced) delete _replaced;
        delete replacements[tag];
    }

    /// @dev By attesters and the default admin, or by the new wallet that completes its replacement.
    function _revoke(address subject, address actor) private {
        _require(_agreed(actor), Rule.OfficesActWithinTheirPowers, "an attestation was ended in another's name");
        if (!hasRole[RoleIds.ATTESTER][actor] && !hasRole[0][actor]) _replaced = subject;
        attested[subject].validUntil = 0;
    }

    /// @dev At the end of an act.
    function _mustHaveReplaced() internal {
        _require(_replaced == address(0), Rule.OfficesActWithinTheirPowers, "a stranger ended an attestation");
        delete _replaced;
    }

    function _veto(bytes32 tag, address actor) private {
        address bearer = licences[tag].subject;
        bool isRegistrar;
        for (uint32 hospital = 1; hospital <= 4; ++hospital) {
            isRegistrar =
                isRegistrar ||
                (hasRole[RoleIds.registrar(hospital)][actor] && hasRole[RoleIds.doctor(hospital)][bearer]);
        }
        _require(_agreed(actor) && (actor == bearer || isRegistrar), Rule.HospitalsAreSeparate, "a stranger vetoed");
        replacements[tag].vetoedAt = uint64(_now());
    }

    function _overrule(bytes32 tag) private {
        Replacement storage due = replacements[tag];
        _require(
            due.vetoedAt != 0 && _now() >= due.vetoedAt + 7 days,
            Rule.RoleDelaysAreKept,
            "a veto was overruled early"
        );
        due.isOverruled = true;
    }

    function _disavow(address attester, uint64 since) private {
        uint64 present = disavowedSince[attester];
        _require(
            since != 0 && since <= _now() && (present == 0 || since < present),
            Rule.OfficesActWithinTheirPowers,
            "a disavowal was narrowed"
        );
        disavowedSince[attester] = since;
    }

    function _isDisavowed(address subject) private view returns (bool) {
        uint64 since = disavowedSince[attested[subject].attester];
        return since != 0 && attested[subject].acceptedAt >= since;
    }
}
