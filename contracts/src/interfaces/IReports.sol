// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Reports
/// @notice What a version of a report says is committed to once, by its author; where its ciphertext is, and for whom its key
/// was wrapped, is in the events.
///
/// report id = chart (20 bytes) ‖ first 12 bytes of keccak256(abi.encode(chain id, this contract, author, first commitment))
///
/// author = the doctor's address as bytes20, or, for a report patients add themselves, the chart: a thief of the wallet does
/// not stay author after a recovery.
///
/// `capsules` is either 32 bytes, the SHA-256 of a stored capsule bundle, or the capsule bundle itself.
///
/// *Version* counts what the author said, *epoch* how often it was encrypted anew. Both begin at 1. A
/// report has at most 255 versions and 65,535 epochs; rekeying beyond panics.
interface IReports {
    enum Status {
        Live,
        Retracted,
        Erased
    }

    /// @dev Why a report was entered in error. `NONE` is no reason and is refused.
    enum Reason {
        NONE,
        WRONG_PATIENT,
        WRONG_DOCUMENT,
        WRONG_CONTENT,
        DUPLICATE,
        OTHER
    }

    /// @param hospital The hospital whose assignment the author acts under; zero when patients add to their own chart.
    /// @param commitment Merkle root over metadata and plaintext (see the protocol's specification).
    /// @param payload SHA-256 of the payload's head block.
    /// @param holderKeyVersion The holder's key version the capsules were made for.
    /// @param consentEpoch The chart's consent epoch: for which standing readers the capsules were made.
    /// @param explicitOnly Never covered by a standing consent.
    struct NewReport {
        bytes20 chart;
        uint32 hospital;
        bytes32 commitment;
        bytes32 payload;
        bytes capsules;
        uint32 holderKeyVersion;
        uint32 consentEpoch;
        bool explicitOnly;
    }

    /// @param version One more than the report's present version.
    /// @param epoch The report's present epoch, which the new payload names.
    struct Correction {
        bytes32 report;
        uint32 version;
        uint32 epoch;
        uint32 hospital;
        bytes32 commitment;
        bytes32 payload;
        bytes capsules;
        uint32 holderKeyVersion;
        uint32 consentEpoch;
    }

    event ReportAdded(
        bytes32 indexed report,
        bytes20 indexed chart,
        bytes20 indexed author,
        address actor,
        uint32 hospital,
        bytes32 commitment,
        bytes32 payload,
        bytes capsules,
        uint32 holderKeyVersion,
        bool explicitOnly
    );
    event ReportCorrected(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed actor,
        uint32 version,
        uint32 epoch,
        uint32 hospital,
        bytes32 commitment,
        bytes32 payload,
        bytes capsules,
        uint32 holderKeyVersion
    );
    event ReportRekeyed(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed actor,
        uint32 epoch,
        bytes32[] payloads,
        bytes capsules
    );
    event RemarkAdded(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed actor,
        uint32 epoch,
        bytes32 commitment,
        bytes32 payload,
        bytes capsules
    );
    event ReportRetracted(bytes32 indexed report, bytes20 indexed chart, address indexed actor, Reason reason);
    event ReportErased(bytes32 indexed report, bytes20 indexed chart, address indexed actor);

    error ReportNotAssigned(bytes20 chart, address account, uint32 hospital);
    error ReportAlreadyAdded(bytes32 report);
    error ReportUnknown(bytes32 report);
    /// @dev Retracted or erased.
    error ReportNotLive(bytes32 report, Status status);
    error ReportNotAuthor(bytes32 report, address account);
    error ReportNotHolder(bytes20 chart, address account);
    error ReportStaleHolderKey(uint32 current, uint32 given);
    error ReportStaleConsentEpoch(uint32 current, uint32 given);
    error ReportStaleEpoch(uint32 current, uint32 given);
    error ReportStaleVersion(uint32 current, uint32 given);
    /// @dev A report has at most 255 versions.
    error ReportTooManyVersions(bytes32 report);
    error ReportPayloadsMismatch(uint256 versions, uint256 given);
    error ReportIncomplete();
    error ReportNotReader(bytes32 report, address account);
    error ReportInvalidReason();
    error ReportCapsulesLength(uint256 length);

    /// @notice Adds a report: an assigned doctor to a patient's chart, or a patient to their own.
    function addReport(NewReport calldata added) external returns (bytes32 report);

    /// @notice Corrects a report: its author, assigned to the patient, or the patient for their own. What the versions before
    /// said stays committed to; a consent to the report covers the new one.
    function correctReport(Correction calldata corrected) external;

    /// @notice The patient encrypts a report anew, each version of it under a new content key, so that a key already handed
    /// over opens no copy fetched later. Whether the content is the same, every reader checks against the commitment.
    /// @param epoch The present epoch.
    /// @param payloads The new payload of each version, in order.
    function rekeyReport(bytes32 report, uint32 epoch, bytes32[] calldata payloads, bytes calldata capsules) external;

    /// @notice Adds a remark to a report. The patient, or anyone who may read it now.
    function addRemark(
        bytes32 report,
        uint32 epoch,
        bytes32 commitment,
        bytes32 payload,
        bytes calldata capsules
    ) external;

    /// @notice The author says that a report was entered in error. Ends everyone's reading but the patient's, for good.
    function retractReport(bytes32 report, Reason reason) external;

    /// @notice The patient erases a report: nobody reads it or changes it any more. Addresses, times and digests stay on chain.
    function eraseReport(bytes32 report) external;

    /// @return author Zero if there is no such report.
    /// @return epoch How often the report was encrypted: 1 when added, one more with each rekeying.
    /// @return version How often its author said what it says: 1 when added, one more with each correction.
    /// @return status Live, retracted or erased.
    /// @return explicitOnly Whether a standing consent never covers it.
    function reportOf(
        bytes32 report
    ) external view returns (bytes20 author, uint32 epoch, uint32 version, Status status, bool explicitOnly);
}
