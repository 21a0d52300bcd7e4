// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReports} from "../../../src/interfaces/IReports.sol";
import {Campaign} from "../support/Campaign.sol";
import {Rule} from "../support/ledger/Rulebook.sol";

contract ReportRulesTest is Campaign {
    function setUp() external {
        _begin(4);
    }

    /// @dev Id, author and chart never change, nor what each version committed to: the events say it once.
    function invariant_AReportKeepsItsIdAuthorChartAndCommitments() external view {
        _mustBeUnbroken(Rule.ReportsKeepWhatTheySay);

        bytes32 report = _someReport();
        (bytes20 author, uint32 epoch, uint32 version, IReports.Status status, ) = records.reportOf(report);
        bytes32 first = ledger.commitment(report, 1);
        bytes32 hash = keccak256(abi.encode(block.chainid, address(records), author, first));
        require(report == bytes32(bytes20(report)) | (hash >> 160), "a report has another's author");

        (, , , uint32 knownEpoch, uint32 knownVersion, IReports.Status knownStatus, ) = ledger.report(report);
        require(epoch == knownEpoch && version == knownVersion && status == knownStatus, "a report changed unseen");
    }

    /// @dev An assignment by that hospital, at that moment; or the holder, in their own chart. Also: remarks are of readers.
    function invariant_OnlyTheAssignedDoctorAndTheHolderWrite() external view {
        _mustBeUnbroken(Rule.WritersAreAssigned);
    }
}
