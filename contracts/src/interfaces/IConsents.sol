// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Consents
/// @notice Only the chart's holder grants. The holder stops, and so can the chart's recovery authoriser.
///
/// [Note: the rules of reading] `canRead` is true
///
/// 1. for nobody, when the report was erased;
/// 2. for the chart's holder, else always;
/// 3. for others never, when the report was retracted;
/// 4. for others only while they are active doctors: live attestation, at least one appointment; and then
///    - not after a stop for this report, until a new grant for this report;
///    - by a consent to this report that has not run out;
///    - by a standing consent that has not run out, unless the report is for explicit sharing only;
///    - as its author.
///
/// The latter three count only under the attestation generation they began under, and under the pair's present *generation*:
/// stopping everything with a doctor begins a new one, which ends standing consent, every consent to a report and authorship
/// in one write, however many they are. Grants only add, stops only subtract; a new grant for the same slot replaces its terms.
/// After a stop it lifts the stop as a whole: if the grantee is the author, authorship counts again too.
/// A consent to a report covers its corrections.
///
/// [Note: counters] Each slot, of a report and a doctor or of a chart and a doctor, has a counter that never goes back: a grant
/// adds one, a stop two. A signed grant names the present value, so it is used at most once, and any stop makes it void.
/// A signed stop made at n holds at n and at n + 1, so that an unused grant sent first does not make it void. A signed grant for
/// reports also binds the pair's generation, so that stopping everything makes it void too.
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

    /// @param counter The present counter of this report and the grantee.
    struct Share {
        bytes32 report;
        uint32 counter;
        bytes capsules;
    }

    /// @param expiry Last second of the consent, Unix time; at most `MAX_CONSENT` ahead.
    /// @param granteeKeyVersion The grantee's key version the capsules were made for.
    /// @param shares One report or several, of one chart.
    struct Grant {
        address grantee;
        uint64 expiry;
        Purpose purpose;
        uint32 granteeKeyVersion;
        Share[] shares;
    }

    /// @param counter The present counter of this chart and the grantee.
    /// @param consentEpoch The chart's consent epoch.
    struct StandingGrant {
        bytes20 chart;
        address grantee;
        uint64 expiry;
        Purpose purpose;
        uint32 granteeKeyVersion;
        uint32 counter;
        uint32 consentEpoch;
        bytes capsules;
    }

    /// @param counter The counter of this report and the grantee when it was signed.
    struct Stop {
        bytes32 report;
        uint32 counter;
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
    event StandingConsentGranted(
        bytes20 indexed chart,
        address indexed grantee,
        address indexed actor,
        uint64 expiry,
        Purpose purpose,
        uint32 counter,
        uint32 attestationGeneration,
        uint32 granteeKeyVersion,
        uint32 consentEpoch,
        bytes capsules
    );
    event ConsentStopped(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed grantee,
        address actor,
        uint32 counter
    );
    event EverythingStopped(
        bytes20 indexed chart,
        address indexed grantee,
        address indexed actor,
        uint32 counter,
        uint32 generation,
        uint32 consentEpoch
    );

    error ConsentNotHolder(bytes20 chart, address account);
    error ConsentGranteeNotActive(address grantee);
    error ConsentInvalidExpiry(uint64 expiry);
    error ConsentInvalidPurpose();
    error ConsentStaleGranteeKey(uint32 current, uint32 given);
    error ConsentStaleCounter(uint32 current, uint32 given);
    error ConsentStaleEpoch(uint32 current, uint32 given);
    /// @dev No report is named.
    error ConsentEmpty();
    /// @dev One call is about one chart.
    error ConsentOtherChart(bytes20 expected, bytes32 report);

    /// @notice Shares one report or several with a doctor.
    function grantConsents(Grant calldata granted) external;

    /// @notice The same, signed by the holder as `ShareReports`. Anyone may send it.
    function grantConsentsFor(Grant calldata granted, uint64 deadline, bytes calldata signature) external;

    /// @notice Shares all present and future reports of the chart with a doctor, except those for explicit sharing only.
    function grantStandingConsent(StandingGrant calldata granted) external;

    /// @notice The same, signed by the holder as `ShareAllReports`. Anyone may send it.
    function grantStandingConsentFor(
        StandingGrant calldata granted,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Stops sharing a report with somebody. Succeeds in every state, even before the report is added, and ends
    /// authorship's reading too.
    function stopConsent(bytes32 report, address grantee) external;

    /// @notice The same for several reports of one chart.
    function stopConsents(bytes32[] calldata reports, address grantee) external;

    /// @notice The same, signed by the holder or the authoriser as `StopSharingReports`. Anyone may send it.
    function stopConsentsFor(
        Stop[] calldata stops,
        address grantee,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Stops sharing everything with somebody: standing consent, every consent to a report, authorship's reading.
    function stopEverything(bytes20 chart, address grantee) external;

    /// @notice The same, signed by the holder or the authoriser as `StopSharingEverything`. Anyone may send it.
    /// @param counter The counter of this chart and the grantee when it was signed.
    function stopEverythingFor(
        bytes20 chart,
        address grantee,
        uint32 counter,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @return Whether `account` may read `report` now.
    function canRead(bytes32 report, address account) external view returns (bool);

    /// @return expiry Zero when nothing was granted or it was stopped.
    /// @return purpose `NONE` when nothing was granted or it was stopped.
    /// @return counter See [Note: counters].
    /// @return stopped Whether the last decision was a stop: it outranks standing consent and authorship too.
    function consentOf(
        bytes32 report,
        address grantee
    ) external view returns (uint64 expiry, Purpose purpose, uint32 counter, bool stopped);

    /// @notice What a patient decided about all reports and a doctor.
    /// @return expiry Zero when nothing was granted or everything was stopped.
    /// @return purpose `NONE` when nothing was granted or everything was stopped.
    /// @return counter See [Note: counters].
    /// @return generation How often everything was stopped.
    function standingConsentOf(
        bytes20 chart,
        address grantee
    ) external view returns (uint64 expiry, Purpose purpose, uint32 counter, uint32 generation);

    /// @return How often the set of standing readers of a chart changed by the patient's decision.
    function consentEpochOf(bytes20 chart) external view returns (uint32);
}
