// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Attested doctors
/// @notice An attester signs, off chain, that a wallet belongs to the holder of a licence. The doctor submits that signature.
/// Attesters sign with a key of their own (ECDSA): an attestation does not name its attester, the signature does.
/// The licence tag is an HMAC of the registration number, so that the chain names no number and cannot be searched by one.
interface IAttestations {
    /// @param subject The doctor's wallet; it submits.
    /// @param licenceTag HMAC-SHA-256(network pepper, authority ‖ normalised registration number).
    /// @param validUntil Last second of validity, Unix time.
    /// @param issuedAt When the attester signed, Unix time. Submitted within `SUBMISSION_WINDOW`, at most
    /// `MAX_CLOCK_SKEW` ahead of the chain; strictly later than that
    /// of any attestation the subject submitted before, so that none is used twice.
    struct Attestation {
        address subject;
        bytes32 licenceTag;
        string professionalName;
        string specialty;
        uint64 validUntil;
        uint64 issuedAt;
    }

    event DoctorAttested(
        address indexed subject,
        address indexed attester,
        bytes32 indexed licenceTag,
        string professionalName,
        string specialty,
        uint64 validUntil,
        uint64 issuedAt,
        uint32 generation
    );
    event AttestationRevoked(address indexed subject, address indexed actor, uint32 generation);

    error AttestationSubjectMismatch(address subject, address sender);
    error AttestationSignerNotAttester(address signer);
    error AttestationOutsideWindow(uint64 issuedAt);
    error AttestationAlreadyUsed(address subject, uint64 issuedAt);
    error AttestationInvalidPeriod(uint64 validUntil);
    /// @dev The licence tag is zero, or the professional name or specialty empty.
    error AttestationIncomplete();
    /// @dev Lengths in bytes; at most `MAX_TEXT` each.
    error AttestationTextTooLong(uint256 professionalName, uint256 specialty);
    error AttestationLicenceInUse(bytes32 licenceTag, address subject);
    error AttestationDailyCapReached(address attester, uint256 cap);
    error AttestationNotLive(address subject);

    /// @notice Submits an attestation of the caller. Renewing before the end continues the generation that consents and
    /// assignments name; after a lapse or revocation, or for another licence, a new generation starts, and they stay ended.
    function submitAttestation(Attestation calldata attestation, bytes calldata signature) external;

    /// @notice Ends a doctor's attestation at once. Attesters and the default admin only.
    function revokeAttestation(address subject) external;

    /// @return validUntil Zero when there is none or it was revoked.
    /// @return generation Zero when never attested.
    function attestationOf(address subject) external view returns (uint64 validUntil, uint32 generation);

    /// @return Whether `account` has a live attestation and at least one appointment.
    function isActiveDoctor(address account) external view returns (bool);
}
