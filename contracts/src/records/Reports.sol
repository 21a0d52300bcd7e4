// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICharts} from "../interfaces/ICharts.sol";
import {IReports} from "../interfaces/IReports.sol";
import {CapsuleLength} from "../libraries/CapsuleLength.sol";
import {Facts} from "../libraries/Facts.sol";
import {ReportIds} from "../libraries/ReportIds.sol";
import {Reading} from "./Reading.sol";

abstract contract Reports is Reading, IReports {
    /// @inheritdoc IReports
    function addReport(NewReport calldata added) external returns (bytes32 report) {
        (bytes20 chart, address actor) = (added.chart, _msgSender());
        Facts facts = _registry.facts(chart, actor, added.hospital);
        bool isOwn = added.hospital == 0 && actor == facts.holder();
        _checkWriter(chart, added.hospital, isOwn, facts);
        _checkCurrent(chart, added.holderKeyVersion, added.consentEpoch, facts);
        bytes calldata capsules = added.capsules;
        _checkContent(added.commitment, added.payload, capsules);

        bytes20 author = isOwn ? chart : bytes20(actor);
        report = ReportIds.derive(chart, author, added.commitment);
        if (_exists(report)) revert ReportAlreadyAdded(report);

        bool explicitOnly = added.explicitOnly;
        uint24 pairGeneration = isOwn ? 0 : _pair(chart, actor).generation;
        Report storage stored = _report(report);
        stored.author = author;
        stored.authorGeneration = facts.attestationGeneration();
        stored.pairGeneration = pairGeneration;
        stored.epoch = 1;
        stored.version = 1;
        stored.explicitOnly = explicitOnly;
        emit ReportAdded(
            report,
            chart,
            author,
            actor,
            added.hospital,
            added.commitment,
            added.payload,
            capsules,
            added.holderKeyVersion,
            explicitOnly
        );
    }

    /// @inheritdoc IReports
    function correctReport(Correction calldata corrected) external {
        (bytes32 report, address actor) = (corrected.report, _msgSender());
        bytes20 chart = _chartOfLive(report);
        Facts facts = _registry.facts(chart, actor, corrected.hospital);
        Report storage stored = _report(report);
        bool isOwn = stored.author == chart && actor == facts.holder() && corrected.hospital == 0;
        if (!isOwn && stored.author != bytes20(actor)) revert ReportNotAuthor(report, actor);
        _checkWriter(chart, corrected.hospital, isOwn, facts);
        _checkCurrent(chart, corrected.holderKeyVersion, corrected.consentEpoch, facts);
        if (stored.version == type(uint8).max) revert ReportTooManyVersions(report);
        if (corrected.version != stored.version + 1) revert ReportStaleVersion(stored.version, corrected.version);
        _checkEpoch(stored, corrected.epoch);
        _checkContent(corrected.commitment, corrected.payload, corrected.capsules);

        ++stored.version;
        emit ReportCorrected(
            report,
            chart,
            actor,
            corrected.version,
            corrected.epoch,
            corrected.hospital,
            corrected.commitment,
            corrected.payload,
            corrected.capsules,
            corrected.holderKeyVersion
        );
    }

    /// @inheritdoc IReports
    function rekeyReport(bytes32 report, uint32 epoch, bytes32[] calldata payloads, bytes calldata capsules) external {
        bytes20 chart = _chartOf(report);
        _checkHolder(chart);
        Report storage stored = _report(report);
        if (stored.status == Status.Erased) revert ReportNotLive(report, Status.Erased);
        _checkEpoch(stored, epoch);
        if (payloads.length != stored.version) revert ReportPayloadsMismatch(stored.version, payloads.length);
        for (uint256 n; n < payloads.length; ++n) {
            if (payloads[n] == 0) revert ReportIncomplete();
        }
        CapsuleLength.check(capsules);

        ++stored.epoch;
        emit ReportRekeyed(report, chart, _msgSender(), epoch + 1, payloads, capsules);
    }

    /// @inheritdoc IReports
    function addRemark(
        bytes32 report,
        uint32 epoch,
        bytes32 commitment,
        bytes32 payload,
        bytes calldata capsules
    ) external {
        bytes20 chart = _chartOf(report);
        address actor = _msgSender();
        Facts facts = _registry.facts(chart, actor, 0);
        if (!_mayRead(report, actor, facts)) revert ReportNotReader(report, actor);
        _checkNotPaused(facts);
        if (facts.frozen() && actor == facts.holder()) revert ICharts.ChartFrozen(chart);
        _checkEpoch(_report(report), epoch);
        _checkContent(commitment, payload, capsules);

        emit RemarkAdded(report, chart, actor, epoch, commitment, payload, capsules);
    }

    /// @inheritdoc IReports
    function retractReport(bytes32 report, Reason reason) external {
        bytes20 chart = _chartOfLive(report);
        Report storage stored = _report(report);
        if (stored.author == chart) _checkHolder(chart);
        else if (stored.author != bytes20(_msgSender())) revert ReportNotAuthor(report, _msgSender());
        if (reason == Reason.NONE) revert ReportInvalidReason();

        stored.status = Status.Retracted;
        emit ReportRetracted(report, chart, _msgSender(), reason);
    }

    /// @inheritdoc IReports
    function eraseReport(bytes32 report) external {
        bytes20 chart = _chartOf(report);
        _checkHolder(chart);
        Report storage stored = _report(report);
        if (stored.status == Status.Erased) revert ReportNotLive(report, Status.Erased);

        stored.status = Status.Erased;
        emit ReportErased(report, chart, _msgSender());
    }

    /// @inheritdoc IReports
    function reportOf(
        bytes32 report
    ) external view returns (bytes20 author, uint32 epoch, uint32 version, Status status, bool explicitOnly) {
        Report storage stored = _report(report);
        return (stored.author, stored.epoch, stored.version, stored.status, stored.explicitOnly);
    }

    function _checkEpoch(Report storage stored, uint32 epoch) private view {
        uint32 current = stored.epoch;
        if (epoch != current) revert ReportStaleEpoch(current, epoch);
    }

    /// @dev A doctor writes where assigned, a patient into their own chart.
    function _checkWriter(bytes20 chart, uint32 hospital, bool isOwn, Facts facts) private view {
        if (facts.holder() == address(0)) revert ICharts.ChartUnknown(chart);
        if (!isOwn && !facts.assigned()) revert ReportNotAssigned(chart, _msgSender(), hospital);
        if (isOwn && facts.frozen()) revert ICharts.ChartFrozen(chart);
        _checkNotPaused(facts);
    }

    /// @dev The capsules were made for the holder's key and the standing readers of today.
    function _checkCurrent(bytes20 chart, uint32 holderKeyVersion, uint32 consentEpoch, Facts facts) private view {
        if (holderKeyVersion != facts.keyVersion()) revert ReportStaleHolderKey(facts.keyVersion(), holderKeyVersion);
        uint32 current = _consentEpoch(chart);
        if (consentEpoch != current) revert ReportStaleConsentEpoch(current, consentEpoch);
    }

    function _checkContent(bytes32 commitment, bytes32 payload, bytes calldata capsules) private pure {
        if (commitment == 0 || payload == 0) revert ReportIncomplete();
        CapsuleLength.check(capsules);
    }
}
