// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICapsules} from "../../../../src/interfaces/ICapsules.sol";
import {IReports} from "../../../../src/interfaces/IReports.sol";
import {Log} from "../Cheats.sol";
import {CareLedger} from "./CareLedger.sol";
import {Rule} from "./Rulebook.sol";

/// @dev Reports, what each version of them committed to, and capsules published: as the events tell.
abstract contract ReportLedger is CareLedger {
    /// @param generation The author's attestation generation when it was added.
    /// @param addedAt When it was added, in events.
    struct Report {
        bytes20 author;
        uint32 generation;
        uint256 addedAt;
        uint32 epoch;
        uint32 version;
        IReports.Status status;
        bool explicitOnly;
    }

    bytes32[] public reports;
    mapping(bytes32 report => Report) public report;
    mapping(bytes32 report => mapping(uint32 version => bytes32)) public commitment;

    address private immutable records;

    constructor(address records_) {
        records = records_;
    }

    function reportCount() external view returns (uint256) {
        return reports.length;
    }

    function reportOf(
        bytes32 id
    ) external view returns (bytes20 author, uint32 epoch, uint32 version, IReports.Status status, bool explicitOnly) {
        Report storage stored = report[id];
        return (stored.author, stored.epoch, stored.version, stored.status, stored.explicitOnly);
    }

    /// @dev Whether the rules of reading let `account` read a report.
    function canRead(bytes32 report_, address account) public view virtual returns (bool);

    /// @return Whether the event is one of reports.
    function _foldReports(Log memory log, bytes32 name) internal returns (bool) {
        if (name == IReports.ReportAdded.selector) {
            _add(log);
        } else if (name == IReports.ReportCorrected.selector) {
            _correct(log);
        } else if (name == IReports.ReportRekeyed.selector) {
            (uint32 epoch, bytes32[] memory payloads, ) = abi.decode(log.data, (uint32, bytes32[], bytes));
            _mustBeHolderOf(log);
            _require(
                epoch == ++report[log.topics[1]].epoch && payloads.length == report[log.topics[1]].version,
                Rule.ReportsKeepWhatTheySay,
                "a report was rekeyed in part"
            );
        } else if (name == IReports.RemarkAdded.selector) {
            _mustNotBePaused();
            _mustAct(_account(log.topics[3]));
            _require(
                canRead(log.topics[1], _account(log.topics[3])),
                Rule.WritersAreAssigned,
                "someone who cannot read remarked"
            );
        } else if (name == IReports.ReportRetracted.selector) {
            if (report[log.topics[1]].author == bytes20(log.topics[2])) _mustBeHolderOf(log);
            else _mustBeAuthor(log.topics[1], _account(log.topics[3]));
            report[log.topics[1]].status = IReports.Status.Retracted;
        } else if (name == IReports.ReportErased.selector) {
            _mustBeHolderOf(log);
            report[log.topics[1]].status = IReports.Status.Erased;
        } else if (name == ICapsules.CapsulesPublished.selector) {
            _mustBeHolder(bytes20(log.topics[1]), _account(log.topics[3]));
            _mustAct(_account(log.topics[3]));
        } else if (name == ICapsules.OwnCapsulesPublished.selector) {
            _require(_agreed(_account(log.topics[1])), Rule.KeysAreTheOwners, "capsules in another's name");
        } else {
            return false;
        }
        return true;
    }

    function _add(Log memory log) private {
        (bytes32 id, bytes20 chart_, bytes20 author) = (log.topics[1], bytes20(log.topics[2]), bytes20(log.topics[3]));
        (address actor, uint32 hospital, bytes32 committed, , , , bool explicitOnly) = abi.decode(
            log.data,
            (address, uint32, bytes32, bytes32, bytes, uint32, bool)
        );
        bytes32 hash = keccak256(abi.encode(block.chainid, records, author, committed));
        _require(
            report[id].author == 0 && id == bytes32(chart_) | (hash >> 160),
            Rule.ReportsKeepWhatTheySay,
            "a report took another's place"
        );
        _mustMayWrite(chart_, actor, hospital, author == chart_);
        _require(author == chart_ || author == bytes20(actor), Rule.WritersAreAssigned, "a report is another's");

        reports.push(id);
        report[id] = Report(author, generationOf(actor), moment, 1, 1, IReports.Status.Live, explicitOnly);
        commitment[id][1] = committed;
    }

    function _correct(Log memory log) private {
        (bytes32 id, bytes20 chart_, address actor) = (log.topics[1], bytes20(log.topics[2]), _account(log.topics[3]));
        (uint32 version, uint32 epoch, uint32 hospital, bytes32 committed, , , ) = abi.decode(
            log.data,
            (uint32, uint32, uint32, bytes32, bytes32, bytes, uint32)
        );
        _require(
            report[id].status == IReports.Status.Live && epoch == report[id].epoch,
            Rule.ReportsKeepWhatTheySay,
            "a report that is no more was corrected"
        );
        bool isOwn = report[id].author == chart_;
        if (!isOwn) _mustBeAuthor(id, actor);
        _mustMayWrite(chart_, actor, hospital, isOwn);

        _require(
            version == ++report[id].version && commitment[id][version] == 0,
            Rule.ReportsKeepWhatTheySay,
            "a version was overwritten"
        );
        commitment[id][version] = committed;
    }

    /// @dev Assigned there, at this moment; or the holder, in their own name.
    function _mustMayWrite(bytes20 chart_, address actor, uint32 hospital, bool isOwn) private {
        _mustNotBePaused();
        _mustAct(actor);
        bool isHolder = hospital == 0 && actor == holderOf(chart_) && !chart[chart_].isFrozen;
        _require(
            isOwn ? isHolder : isAssigned(chart_, actor, hospital),
            Rule.WritersAreAssigned,
            "someone unassigned wrote into a chart"
        );
    }

    function _mustBeHolderOf(Log memory log) private {
        (bytes20 chart_, address actor) = (bytes20(log.topics[2]), _account(log.topics[3]));
        _mustAct(actor);
        _require(
            bytes20(log.topics[1]) == chart_ && actor == holderOf(chart_) && !chart[chart_].isFrozen,
            Rule.ReportsKeepWhatTheySay,
            "a stranger changed a report"
        );
        _require(
            report[log.topics[1]].status != IReports.Status.Erased,
            Rule.ReportsKeepWhatTheySay,
            "an erased report was changed"
        );
    }

    function _mustBeAuthor(bytes32 report_, address actor) private {
        _mustAct(actor);
        _require(report[report_].author == bytes20(actor), Rule.ReportsKeepWhatTheySay, "a report is another's");
    }

    /// @dev In their own name, and holding no office; nor may whoever holds one have done it for them unasked.
    function _mustAct(address actor) internal {
        _require(_agreed(actor), Rule.ReportsKeepWhatTheySay, "a record was changed in another's name");
        _mustNotBeAnOffice(actor);
    }

    function _mustNotBeAnOffice(address actor) internal {
        _require(
            !isAdministrative(actor) && (_agreed(actor) || !isAdministrative(_act.caller)),
            Rule.AdministratorsTouchNoRecords,
            "an administrator changed a record"
        );
    }
}
