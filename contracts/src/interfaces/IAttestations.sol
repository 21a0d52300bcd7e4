// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Attested doctors
/// @notice An attester signs, off chain, that a wallet belongs to the holder of a licence. The doctor submits that signature.
/// Attesters sign with a key of their own (ECDSA): an attestation does not name its attester, the signature does.
/// The licence tag is an HMAC of the registration number, so that the chain names no number and cannot be searched by one.
///
/// A licence has one live wallet. An attestation of another wallet for it becomes a *replacement*: it waits
/// `REPLACEMENT_DELAY`, during which the old wallet, or a registrar of a hospital where that wallet is appointed, may veto it;
/// the default admin may overrule a veto `OVERRULE_DELAY` later. Consents and assignments never follow to the new wallet.
/// A replacement goes on when another wallet bears the licence meanwhile, which may veto it then.
///
/// A stolen attester's key is *disavowed*: everything it attested that was accepted since a given moment is void at once, and
/// the key never becomes an attester again. The moment of acceptance counts, because a thief chooses what he dates.
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
    event ReplacementStarted(
        bytes32 indexed licenceTag,
        address indexed oldSubject,
        address indexed newSubject,
        address attester,
        string professionalName,
        string specialty,
        uint64 validUntil,
        uint64 issuedAt,
        uint64 readyAt
    );
    event ReplacementVetoed(bytes32 indexed licenceTag, address indexed actor);
    event VetoOverruled(bytes32 indexed licenceTag, address indexed actor);
    /// @param since Attestations of this attester that were accepted at or after this moment are void.
    event AttesterDisavowed(address indexed attester, address indexed actor, uint64 since);

    error AttestationSubjectMismatch(address subject, address sender);
    error AttestationSignerNotAttester(address signer);
    error AttestationOutsideWindow(uint64 issuedAt);
    error AttestationAlreadyUsed(address subject, uint64 issuedAt);
    error AttestationInvalidPeriod(uint64 validUntil);
    /// @dev The licence tag is zero, or the professional name or specialty empty.
    error AttestationIncomplete();
    /// @dev Lengths in bytes; at most `MAX_TEXT` each.
    error AttestationTextTooLong(uint256 professionalName, uint256 specialty);
    error AttestationDailyCapReached(address attester, uint256 cap);
    error AttestationNotLive(address subject);
    /// @dev No replacement under way for this licence, or not of this attestation.
    error ReplacementUnknown(bytes32 licenceTag);
    error ReplacementNotDue(bytes32 licenceTag, uint64 readyAt);
    error ReplacementIsVetoed(bytes32 licenceTag);
    /// @dev Neither the old wallet nor a registrar of a hospital where it is appointed.
    error ReplacementVetoNotEntitled(bytes32 licenceTag, address account);
    error ReplacementVetoIsOverruled(bytes32 licenceTag);
    /// @param notBefore From when on the veto can be overruled; zero when there is no veto.
    error ReplacementOverruleNotDue(bytes32 licenceTag, uint64 notBefore);
    error AttesterBarred(address attester);
    /// @dev The moment is zero, in the future, or not before the one disavowed since already: the window only widens.
    error AttesterInvalidMoment(uint64 since);

    /// @notice Submits an attestation of the caller. Renewing before the end continues the generation that consents and
    /// assignments name; after a lapse or revocation, or for another licence, a new generation starts, and they stay ended.
    /// Where the licence has another live wallet, starts a replacement of it instead.
    function submitAttestation(Attestation calldata attestation, bytes calldata signature) external;

    /// @notice The new wallet completes its replacement of the old one, when the delay is over, no veto stands and the attester
    /// is still one.
    function completeReplacement(Attestation calldata attestation) external;

    /// @notice Vetoes a replacement: the old wallet, or a registrar of `hospital`, where the old wallet is appointed.
    /// @param hospital Zero when the caller is the old wallet.
    function vetoReplacement(bytes32 licenceTag, uint32 hospital) external;

    /// @notice Overrules a veto for good, `OVERRULE_DELAY` after it. Default admin only.
    function overruleVeto(bytes32 licenceTag) external;

    /// @notice Ends a doctor's attestation at once. Attesters and the default admin only.
    function revokeAttestation(address subject) external;

    /// @notice Makes void all that an attester attested and that was accepted since a moment, removes the role and bars the
    /// account from it for ever. Default admin only. Can be repeated with an earlier moment, never undone.
    function disavowAttester(address attester, uint64 since) external;

    /// @return validUntil Zero when there is none or it was revoked or disavowed.
    /// @return generation Zero when never attested.
    function attestationOf(address subject) external view returns (uint64 validUntil, uint32 generation);

    /// @return subject The wallet that a licence was last attested for, zero if none.
    /// @return isLive Whether that attestation counts now.
    function licenceOf(bytes32 licenceTag) external view returns (address subject, bool isLive);

    /// @return readyAt Zero when no replacement is under way.
    /// @return vetoedAt Zero when there is no veto.
    /// @return overruled Whether the veto was overruled.
    function replacementOf(bytes32 licenceTag) external view returns (uint64 readyAt, uint64 vetoedAt, bool overruled);

    /// @return since Zero unless the attester was disavowed.
    function disavowedSince(address attester) external view returns (uint64 since);

    /// @return Whether `account` has a live attestation and at least one appointment.
    function isActiveDoctor(address account) external view returns (bool);
}
