// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../interfaces/IAttestations.sol";
import {RoleIds} from "../libraries/RoleIds.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Pausing} from "./Pausing.sol";
import {Person} from "./Person.sol";
import {Roles} from "./Roles.sol";

abstract contract Attestations is Pausing, IAttestations {
    /// @dev The wallet a licence was last attested for, and under which of the wallet's generations.
    struct Licence {
        address subject;
        uint24 generation;
    }

    /// @dev An attester's number stands for it in `Person`, where an address has no room.
    /// @param day The latest day, since 1 January 1970, UTC, on which an attestation of theirs was accepted.
    /// @param used How many on that day.
    struct Attester {
        uint32 number;
        uint32 day;
        uint32 used;
    }

    /// @param attestation Digest of the attestation that waits.
    struct Replacement {
        bytes32 attestation;
        address attester;
        uint40 readyAt;
        uint40 vetoedAt;
        bool overruled;
    }

    struct AttestationsState {
        mapping(bytes32 licenceTag => Licence licence) licences;
        mapping(bytes32 licenceTag => Replacement replacement) replacements;
        mapping(address account => Attester attester) attesters;
        mapping(uint32 attesterNumber => uint64 moment) disavowedSince;
        uint32 attesterCount;
    }

    uint256 public constant SUBMISSION_WINDOW = 1 hours;
    /// @dev How far an attester's clock may run ahead of the chain's.
    uint256 public constant MAX_CLOCK_SKEW = 5 minutes;
    uint256 public constant MAX_VALIDITY = 2 * 366 days;
    uint256 public constant MAX_TEXT = 128;
    uint256 public constant DAILY_CAP = 200;
    uint256 public constant REPLACEMENT_DELAY = 7 days;
    uint256 public constant OVERRULE_DELAY = 7 days;

    bytes32 private constant ATTESTATION_TYPE = keccak256(
        "DoctorAttestation(address subject,bytes32 licenceTag,string professionalName,string specialty,uint64 validUntil,uint64 issuedAt)"
    );

    AttestationsState private _attestationsState;

    /// @inheritdoc IAttestations
    function submitAttestation(Attestation calldata attestation, bytes calldata signature) external whenNotPaused {
        address subject = attestation.subject;
        if (subject != msg.sender) revert AttestationSubjectMismatch(subject, msg.sender);
        _checkNotAdministrative(subject);
        _checkTimes(attestation);
        _checkContents(attestation);
        bytes32 digest = _digest(attestation);
        address attester = _checkSigner(digest, signature);

        _spendQuota(attester);
        _person(subject).issuedAt = uint40(attestation.issuedAt);
        (address bearer, bool isLive) = licenceOf(attestation.licenceTag);
        if (isLive && bearer != subject) _startReplacement(attestation, digest, attester, bearer);
        else _accept(attestation, attester, isLive);
    }

    /// @inheritdoc IAttestations
    function completeReplacement(Attestation calldata attestation) external whenNotPaused {
        (address subject, bytes32 licenceTag) = (attestation.subject, attestation.licenceTag);
        if (subject != msg.sender) revert AttestationSubjectMismatch(subject, msg.sender);
        Replacement memory replacement = _attestationsState.replacements[licenceTag];
        if (replacement.attestation != _digest(attestation)) revert ReplacementUnknown(licenceTag);
        if (block.timestamp < replacement.readyAt) revert ReplacementNotDue(licenceTag, replacement.readyAt);
        if (replacement.vetoedAt != 0 && !replacement.overruled) revert ReplacementIsVetoed(licenceTag);
        if (!hasRole(RoleIds.ATTESTER, replacement.attester)) {
            revert AttestationSignerNotAttester(replacement.attester);
        }
        if (attestation.validUntil <= block.timestamp) revert AttestationInvalidPeriod(attestation.validUntil);
        _checkNotAdministrative(subject);

        delete _attestationsState.replacements[licenceTag];
        (address bearer, bool isLive) = licenceOf(licenceTag);
        if (isLive) _revoke(bearer);
        _accept(attestation, replacement.attester, false);
    }

    /// @inheritdoc IAttestations
    function vetoReplacement(bytes32 licenceTag, uint32 hospital) external {
        Replacement storage replacement = _replacementUnderWay(licenceTag);
        address bearer = _attestationsState.licences[licenceTag].subject;
        bool isEntitled =
            msg.sender == bearer ||
                (hasRole(RoleIds.registrar(hospital), msg.sender) && hasRole(RoleIds.doctor(hospital), bearer));
        if (!isEntitled) revert ReplacementVetoNotEntitled(licenceTag, msg.sender);
        if (replacement.overruled) revert ReplacementVetoIsOverruled(licenceTag);
        if (replacement.vetoedAt != 0) revert ReplacementIsVetoed(licenceTag);

        replacement.vetoedAt = uint40(block.timestamp);
        emit ReplacementVetoed(licenceTag, msg.sender);
    }

    /// @inheritdoc IAttestations
    function overruleVeto(bytes32 licenceTag) external onlyRole(DEFAULT_ADMIN_ROLE) {
        Replacement storage replacement = _replacementUnderWay(licenceTag);
        uint256 vetoedAt = replacement.vetoedAt;
        uint256 notBefore = vetoedAt == 0 ? 0 : vetoedAt + OVERRULE_DELAY;
        if (vetoedAt == 0 || block.timestamp < notBefore) {
            revert ReplacementOverruleNotDue(licenceTag, uint64(notBefore));
        }

        replacement.overruled = true;
        emit VetoOverruled(licenceTag, msg.sender);
    }

    /// @inheritdoc IAttestations
    function revokeAttestation(address subject) external {
        if (!hasRole(DEFAULT_ADMIN_ROLE, msg.sender)) _checkRole(RoleIds.ATTESTER);
        if (!_isAttested(_person(subject))) revert AttestationNotLive(subject);

        _revoke(subject);
    }

    /// @inheritdoc IAttestations
    function disavowAttester(address attester, uint64 since) external onlyRole(DEFAULT_ADMIN_ROLE) {
        uint32 number = _numberOf(attester);
        uint64 present = _attestationsState.disavowedSince[number];
        if (since == 0 || since > block.timestamp || (present != 0 && since >= present)) {
            revert AttesterInvalidMoment(since);
        }

        _attestationsState.disavowedSince[number] = since;
        _emergency().lastDisavowal = uint64(block.timestamp);
        emit AttesterDisavowed(attester, msg.sender, since);

        _revokeRole(RoleIds.ATTESTER, attester);
    }

    /// @inheritdoc IAttestations
    function attestationOf(address subject) external view returns (uint64 validUntil, uint32 generation) {
        Person storage doctor = _person(subject);
        return (_isDisavowed(doctor) ? 0 : doctor.validUntil, doctor.generation);
    }

    /// @inheritdoc IAttestations
    function replacementOf(bytes32 licenceTag) external view returns (uint64 readyAt, uint64 vetoedAt, bool overruled) {
        Replacement storage replacement = _attestationsState.replacements[licenceTag];
        return (replacement.readyAt, replacement.vetoedAt, replacement.overruled);
    }

    /// @inheritdoc IAttestations
    function isActiveDoctor(address account) external view returns (bool) {
        return _isActiveDoctor(_person(account));
    }

    /// @inheritdoc IAttestations
    function disavowedSince(address attester) public view returns (uint64) {
        return _attestationsState.disavowedSince[_attestationsState.attesters[attester].number];
    }

    /// @inheritdoc IAttestations
    function licenceOf(bytes32 licenceTag) public view returns (address subject, bool isLive) {
        Licence storage licence = _attestationsState.licences[licenceTag];
        subject = licence.subject;
        Person storage doctor = _person(subject);
        isLive = _isAttested(doctor) && doctor.generation == licence.generation;
    }

    /// @inheritdoc Roles
    function _isAttested(Person storage person) internal view override returns (bool) {
        return person.isWithinValidity() && !_isDisavowed(person);
    }

    /// @inheritdoc Roles
    function _isBarred(address account) internal view override returns (bool) {
        return disavowedSince(account) != 0;
    }

    function _startReplacement(
        Attestation calldata attestation,
        bytes32 digest,
        address attester,
        address bearer
    ) private {
        uint40 readyAt = uint40(block.timestamp + REPLACEMENT_DELAY);
        _attestationsState.replacements[attestation.licenceTag] = Replacement({
            attestation: digest,
            attester: attester,
            readyAt: readyAt,
            vetoedAt: 0,
            overruled: false
        });
        emit ReplacementStarted(
            attestation.licenceTag,
            bearer,
            attestation.subject,
            attester,
            attestation.professionalName,
            attestation.specialty,
            attestation.validUntil,
            attestation.issuedAt,
            readyAt
        );
    }

    /// @dev A live attestation for the same licence is renewed; anything else starts a new generation, which also frees the
    /// licence that the doctor's wallet had before.
    function _accept(Attestation calldata attestation, address attester, bool isRenewal) private {
        address subject = attestation.subject;
        Person storage doctor = _person(subject);
        if (!isRenewal) {
            ++doctor.generation;
            _attestationsState.licences[attestation.licenceTag] = Licence(subject, doctor.generation);
        }

        uint64 validUntil = attestation.validUntil;
        uint32 attesterNumber = _attestationsState.attesters[attester].number;
        doctor.validUntil = uint40(validUntil);
        doctor.acceptedAt = uint40(block.timestamp);
        doctor.attesterNumber = attesterNumber;
        emit DoctorAttested(
            subject,
            attester,
            attestation.licenceTag,
            attestation.professionalName,
            attestation.specialty,
            validUntil,
            attestation.issuedAt,
            doctor.generation
        );
    }

    function _revoke(address subject) private {
        Person storage doctor = _person(subject);
        doctor.validUntil = 0;
        emit AttestationRevoked(subject, msg.sender, doctor.generation);
    }

    function _spendQuota(address attester) private {
        _numberOf(attester);
        Attester storage quota = _attestationsState.attesters[attester];
        uint32 today = uint32(block.timestamp / 1 days);
        uint32 used = quota.day == today ? quota.used : 0;
        if (used >= DAILY_CAP) revert AttestationDailyCapReached(attester, DAILY_CAP);

        (quota.day, quota.used) = (today, used + 1);
    }

    /// @dev Numbers an attester when first needed, from 1.
    function _numberOf(address attester) private returns (uint32 number) {
        number = _attestationsState.attesters[attester].number;
        if (number != 0) return number;

        number = ++_attestationsState.attesterCount;
        _attestationsState.attesters[attester].number = number;
    }

    /// @dev Whether the person's latest attestation is among what was made void with its attester. Usually answered by the one
    /// slot that every rule reads anyway.
    function _isDisavowed(Person storage person) private view returns (bool) {
        if (person.acceptedAt > _emergency().lastDisavowal) return false;

        uint64 since = _attestationsState.disavowedSince[person.attesterNumber];
        return since != 0 && person.acceptedAt >= since;
    }

    function _replacementUnderWay(bytes32 licenceTag) private view returns (Replacement storage replacement) {
        replacement = _attestationsState.replacements[licenceTag];
        if (replacement.readyAt == 0) revert ReplacementUnknown(licenceTag);
    }

    function _checkTimes(Attestation calldata attestation) private view {
        uint256 issuedAt = attestation.issuedAt;
        if (issuedAt > block.timestamp + MAX_CLOCK_SKEW || block.timestamp > issuedAt + SUBMISSION_WINDOW) {
            revert AttestationOutsideWindow(attestation.issuedAt);
        }
        if (issuedAt <= _person(attestation.subject).issuedAt) {
            revert AttestationAlreadyUsed(attestation.subject, attestation.issuedAt);
        }
        if (attestation.validUntil <= block.timestamp || attestation.validUntil > issuedAt + MAX_VALIDITY) {
            revert AttestationInvalidPeriod(attestation.validUntil);
        }
    }

    function _checkContents(Attestation calldata attestation) private pure {
        uint256 professionalName = bytes(attestation.professionalName).length;
        uint256 specialty = bytes(attestation.specialty).length;
        if (attestation.licenceTag == 0 || professionalName == 0 || specialty == 0) revert AttestationIncomplete();
        if (professionalName > MAX_TEXT || specialty > MAX_TEXT) {
            revert AttestationTextTooLong(professionalName, specialty);
        }
    }

    /// @dev ECDSA only: an attestation does not name its attester, and ERC-1271 cannot tell who signed.
    function _checkSigner(bytes32 digest, bytes calldata signature) private view returns (address signer) {
        signer = Signatures.recover(digest, signature);
        if (!hasRole(RoleIds.ATTESTER, signer)) revert AttestationSignerNotAttester(signer);
    }

    /// @dev | type hash | subject | licence tag | hash of professional name | hash of specialty | valid until | issued at |
    function _digest(Attestation calldata attestation) private view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        ATTESTATION_TYPE,
                        attestation.subject,
                        attestation.licenceTag,
                        keccak256(bytes(attestation.professionalName)),
                        keccak256(bytes(attestation.specialty)),
                        attestation.validUntil,
                        attestation.issuedAt
                    )
                )
            );
    }
}
