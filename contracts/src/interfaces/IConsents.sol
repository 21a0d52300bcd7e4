// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Consents
/// @notice Only the chart's holder grants and stops. Grants only add, stops only subtract. Authorship is an implicit consent
/// that the patient can end like any other. A reader who is not the patient must be an active doctor under the attestation
/// generation the consent was given under.
interface IConsents {
    /// @dev HL7 v3 PurposeOfUse codes. `NONE` is not a purpose and is refused.
    enum Purpose {
        NONE,
        TREAT,
        ETREAT,
        COC,
        HPAYMT,
        HRESCH,
        PATRQT
    }

    /// @param expiry Last second of the consent, Unix time; at most `MAX_CONSENT` ahead.
    /// @param granteeKeyVersion The grantee's key version the capsules were made for.
    struct Grant {
        bytes32 report;
        address grantee;
        uint64 expiry;
        Purpose purpose;
        uint32 granteeKeyVersion;
        bytes capsules;
    }

    event ConsentGranted(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed grantee,
        address actor,
        uint64 expiry,
        Purpose purpose,
        uint32 counter,
        uint32 attestationGeneration,
        uint32 granteeKeyVersion,
        bytes capsules
    );
    event ConsentStopped(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed grantee,
        address actor,
        uint32 counter
    );

    error ConsentNotHolder(bytes20 chart, address account);
    error ConsentGranteeNotActive(address grantee);
    error ConsentInvalidExpiry(uint64 expiry);
    error ConsentInvalidPurpose();
    error ConsentStaleGranteeKey(uint32 current, uint32 given);

    /// @notice Shares a report with a doctor. A grant for a pair that has one replaces its terms. After a stop it lifts the
    /// stop as a whole: if the grantee is the author, authorship counts again too.
    function grantConsent(Grant calldata granted) external;

    /// @notice Stops sharing a report with a doctor. Succeeds in every state, and ends authorship's reading too.
    function stopConsent(bytes32 report, address grantee) external;

    /// @return Whether `account` may read `report` now. Always true for the holder.
    function canRead(bytes32 report, address account) external view returns (bool);

    /// @return expiry Zero when nothing was granted or it was stopped.
    /// @return purpose `NONE` when nothing was granted or it was stopped.
    /// @return counter Grants add one, stops two; never goes back.
    /// @return stopped Whether the last decision was a stop: it outranks authorship too.
    function consentOf(
        bytes32 report,
        address grantee
    ) external view returns (uint64 expiry, Purpose purpose, uint32 counter, bool stopped);
}
