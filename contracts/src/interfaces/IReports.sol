// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Reports
/// @notice What a report says is committed to once, by its author; where its ciphertext is, and for whom its key was wrapped,
/// is in the events.
///
/// report id = chart (20 bytes) ‖ first 12 bytes of keccak256(abi.encode(chain id, this contract, author, commitment))
///
/// author = the doctor's address as bytes20, or, for a report patients add themselves, the chart.
///
/// `capsules` is either 32 bytes, the SHA-256 of a stored capsule bundle, or the capsule bundle itself.
interface IReports {
    /// @param hospital The hospital whose assignment the author acts under; zero when patients add to their own chart.
    /// @param commitment Merkle root over metadata and plaintext (see the protocol's specification).
    /// @param payload SHA-256 of the payload's head block.
    /// @param holderKeyVersion The holder's key version the capsules were made for.
    /// @param explicitOnly Never covered by a standing consent.
    struct NewReport {
        bytes20 chart;
        uint32 hospital;
        bytes32 commitment;
        bytes32 payload;
        bytes capsules;
        uint32 holderKeyVersion;
        bool explicitOnly;
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
    event RemarkAdded(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed actor,
        uint32 epoch,
        bytes32 commitment,
        bytes32 payload,
        bytes capsules
    );

    error ReportNotAssigned(bytes20 chart, address account, uint32 hospital);
    error ReportAlreadyAdded(bytes32 report);
    error ReportUnknown(bytes32 report);
    error ReportStaleHolderKey(uint32 current, uint32 given);
    error ReportStaleEpoch(uint32 current, uint32 given);
    error ReportIncomplete();
    error ReportNotReader(bytes32 report, address account);
    error ReportCapsulesLength(uint256 length);

    /// @notice Adds a report: an assigned doctor to a patient's chart, or a patient to their own.
    function addReport(NewReport calldata added) external returns (bytes32 report);

    /// @notice Adds a remark to a report. The patient, or anyone who may read it now.
    function addRemark(
        bytes32 report,
        uint32 epoch,
        bytes32 commitment,
        bytes32 payload,
        bytes calldata capsules
    ) external;

    /// @return author Zero if there is no such report.
    /// @return epoch How often the report was encrypted: 1 when added, one more with each rekeying.
    /// @return explicitOnly Whether a standing consent never covers it.
    function reportOf(bytes32 report) external view returns (bytes20 author, uint32 epoch, bool explicitOnly);
}
