// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICharts} from "../interfaces/ICharts.sol";
import {IConsents} from "../interfaces/IConsents.sol";
import {IPausing} from "../interfaces/IPausing.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {IReports} from "../interfaces/IReports.sol";
import {Facts} from "../libraries/Facts.sol";
import {ReportIds} from "../libraries/ReportIds.sol";
import {SignedRequests} from "../SignedRequests.sol";

/// @dev What is kept, and the rules of reading that it is kept for: one slot for a report, one for a report and a doctor, one
/// for a chart and a doctor. See [Note: the rules of reading] in `IConsents`.
///
/// [Note: one write] What changes in a slot is assigned together, last, with nothing read or checked in between: of that the
/// compiler makes one write.
abstract contract Reading is SignedRequests {
    /// @param authorGeneration The attestation generation under which a doctor added it; of no meaning for patients' own.
    /// @param pairGeneration The generation of the chart and that doctor at that time.
    struct Report {
        bytes20 author;
        uint24 authorGeneration;
        uint24 pairGeneration;
        uint16 epoch;
        uint8 version;
        IReports.Status status;
        bool explicitOnly;
    }

    /// @param asked What the doctor asks for, `NONE` when no request is open.
    /// @param askAgainAt From when on the doctor can ask again.
    struct Consent {
        uint40 expiry;
        IConsents.Purpose purpose;
        bool stopped;
        uint32 counter;
        uint24 attestationGeneration;
        uint24 pairGeneration;
        IConsents.Purpose asked;
        uint40 askAgainAt;
    }

    /// @dev A chart and a doctor. `expiry`, `purpose` and `attestationGeneration` are of the standing consent.
    struct Pair {
        uint32 counter;
        uint24 generation;
        uint40 expiry;
        IConsents.Purpose purpose;
        uint24 attestationGeneration;
    }

    struct ReadingState {
        mapping(bytes32 report => Report stored) reports;
        mapping(bytes32 report => mapping(address grantee => Consent consent)) consents;
        mapping(bytes20 chart => mapping(address grantee => Pair pair)) pairs;
        mapping(bytes20 chart => uint32 epoch) consentEpochs;
    }

    // solhint-disable-next-line immutable-vars-naming
    IRegistry internal immutable _registry;

    ReadingState private _readingState;

    constructor(IRegistry registry) {
        _registry = registry;
    }

    /// @dev Whether `account` may read a report, given the facts of its chart and that account.
    function _mayRead(bytes32 report, address account, Facts facts) internal view returns (bool) {
        Report storage stored = _report(report);
        if (!_exists(report) || stored.status == IReports.Status.Erased) return false;
        if (account == facts.holder()) return true;
        if (stored.status == IReports.Status.Retracted || !facts.active()) return false;

        Consent storage consent = _consent(report, account);
        if (consent.stopped) return false;

        Pair storage pair = _pair(ReportIds.chartOf(report), account);
        uint24 generation = facts.attestationGeneration();
        if (
            block.timestamp <= consent.expiry &&
            consent.attestationGeneration == generation &&
            consent.pairGeneration == pair.generation
        ) return true;
        if (!stored.explicitOnly && block.timestamp <= pair.expiry && pair.attestationGeneration == generation) {
            return true;
        }
        return
            stored.author == bytes20(account) &&
            stored.authorGeneration == generation &&
            stored.pairGeneration == pair.generation;
    }

    function _report(bytes32 report) internal view returns (Report storage) {
        return _readingState.reports[report];
    }

    function _consent(bytes32 report, address grantee) internal view returns (Consent storage) {
        return _readingState.consents[report][grantee];
    }

    function _pair(bytes20 chart, address grantee) internal view returns (Pair storage) {
        return _readingState.pairs[chart][grantee];
    }

    function _consentEpoch(bytes20 chart) internal view returns (uint32) {
        return _readingState.consentEpochs[chart];
    }

    /// @dev The set of standing readers changes: whoever wraps for the old set is refused.
    function _nextConsentEpoch(bytes20 chart) internal returns (uint32) {
        return ++_readingState.consentEpochs[chart];
    }

    function _exists(bytes32 report) internal view returns (bool) {
        return _report(report).author != 0;
    }

    /// @dev The chart of an existing report.
    function _chartOf(bytes32 report) internal view returns (bytes20) {
        if (!_exists(report)) revert IReports.ReportUnknown(report);
        return ReportIds.chartOf(report);
    }

    /// @dev The chart of a report that is neither retracted nor erased.
    function _chartOfLive(bytes32 report) internal view returns (bytes20 chart) {
        Report storage stored = _report(report);
        if (stored.author == 0) revert IReports.ReportUnknown(report);
        if (stored.status != IReports.Status.Live) revert IReports.ReportNotLive(report, stored.status);
        return ReportIds.chartOf(report);
    }

    /// @dev The caller holds the chart, and no recovery is under way.
    function _checkHolder(bytes20 chart) internal view {
        (address holder, , bool frozen) = _registry.whoControls(chart);
        if (_msgSender() != holder) revert IReports.ReportNotHolder(chart, _msgSender());
        if (frozen) revert ICharts.ChartFrozen(chart);
    }

    function _checkNotPaused(Facts facts) internal view {
        if (facts.paused()) revert IPausing.PausingPaused(_registry.pausedUntil());
    }

    function _signerFor(bytes20 chart) internal view override returns (address holder, uint32 epoch) {
        (holder, epoch, ) = _registry.whoControls(chart);
        if (holder == address(0)) revert ICharts.ChartUnknown(chart);
    }
}
