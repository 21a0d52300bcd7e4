// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IAttestations} from "../interfaces/IAttestations.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Person} from "./Person.sol";
import {Roles} from "./Roles.sol";

abstract contract Attestations is Roles, EIP712, IAttestations {
    /// @dev The wallet a licence was last attested for, and under which of the wallet's generations.
    struct Licence {
        address subject;
        uint32 generation;
    }

    /// @dev How many attestations of an attester were accepted on a day since 1 January 1970, UTC.
    struct Quota {
        uint32 day;
        uint32 used;
    }

    struct AttestationsState {
        mapping(bytes32 licenceTag => Licence licence) licences;
        mapping(address attester => Quota quota) quotas;
    }

    uint256 public constant SUBMISSION_WINDOW = 1 hours;
    /// @dev How far an attester's clock may run ahead of the chain's.
    uint256 public constant MAX_CLOCK_SKEW = 5 minutes;
    uint256 public constant MAX_VALIDITY = 2 * 366 days;
    uint256 public constant MAX_TEXT = 128;
    uint256 public constant DAILY_CAP = 200;

    bytes32 private constant ATTESTATION_TYPE = keccak256(
        "DoctorAttestation(address subject,bytes32 licenceTag,string professionalName,string specialty,uint64 validUntil,uint64 issuedAt)"
    );

    AttestationsState private _attestationsState;

    /// @inheritdoc IAttestations
    function submitAttestation(Attestation calldata attestation, bytes calldata signature) external {
        if (attestation.subject != msg.sender) revert AttestationSubjectMismatch(attestation.subject, msg.sender);
        _checkNotAdministrative(msg.sender);
        _checkTimes(attestation);
        _checkContents(attestation);
        address attester = _checkSigner(attestation, signature);

        _spendQuota(attester);
        uint32 generation = _bindLicence(attestation.licenceTag, msg.sender);
        Person storage doctor = _person(msg.sender);
        doctor.validUntil = attestation.validUntil;
        doctor.issuedAt = attestation.issuedAt;
        doctor.generation = generation;
        emit DoctorAttested(
            msg.sender,
            attester,
            attestation.licenceTag,
            attestation.professionalName,
            attestation.specialty,
            attestation.validUntil,
            attestation.issuedAt,
            generation
        );
    }

    /// @inheritdoc IAttestations
    function revokeAttestation(address subject) external {
        if (!hasRole(DEFAULT_ADMIN_ROLE, msg.sender)) _checkRole(ATTESTER_ROLE);
        Person storage doctor = _person(subject);
        if (!doctor.isAttested()) revert AttestationNotLive(subject);

        doctor.validUntil = 0;
        emit AttestationRevoked(subject, msg.sender, doctor.generation);
    }

    /// @inheritdoc IAttestations
    function attestationOf(address subject) external view returns (uint64 validUntil, uint32 generation) {
        Person storage doctor = _person(subject);
        return (doctor.validUntil, doctor.generation);
    }

    /// @inheritdoc IAttestations
    function isActiveDoctor(address account) external view returns (bool) {
        return _person(account).isActiveDoctor();
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
    function _checkSigner(
        Attestation calldata attestation,
        bytes calldata signature
    ) private view returns (address signer) {
        signer = Signatures.recover(_digest(attestation), signature);
        if (!hasRole(ATTESTER_ROLE, signer)) revert AttestationSignerNotAttester(signer);
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

    function _spendQuota(address attester) private {
        Quota storage quota = _attestationsState.quotas[attester];
        uint32 today = uint32(block.timestamp / 1 days);
        uint32 used = quota.day == today ? quota.used : 0;
        if (used >= DAILY_CAP) revert AttestationDailyCapReached(attester, DAILY_CAP);

        (quota.day, quota.used) = (today, used + 1);
    }

    /// @dev A live attestation for the same licence is renewed; anything else starts a new generation, which also frees the
    /// licence that the doctor's wallet had before.
    function _bindLicence(bytes32 licenceTag, address subject) private returns (uint32 generation) {
        Licence storage licence = _attestationsState.licences[licenceTag];
        address bearer = licence.subject;
        bool isLive = _person(bearer).isAttested() && _person(bearer).generation == licence.generation;
        if (isLive && bearer == subject) return licence.generation;
        if (isLive) revert AttestationLicenceInUse(licenceTag, bearer);

        generation = _person(subject).generation + 1;
        (licence.subject, licence.generation) = (subject, generation);
    }
}
