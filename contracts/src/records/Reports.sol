// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICharts} from "../interfaces/ICharts.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {IReports} from "../interfaces/IReports.sol";
import {ReportIds} from "../libraries/ReportIds.sol";

abstract contract Reports is IReports {
    /// @param authorGeneration The attestation generation under which the author added it; of no meaning for patients' own.
    struct Report {
        bytes20 author;
        uint32 epoch;
        uint32 authorGeneration;
        bool explicitOnly;
    }

    struct ReportsState {
        mapping(bytes32 report => Report) reports;
    }

    uint256 public constant MIN_CAPSULES = 32;
    uint256 public constant MAX_CAPSULES = 32_768;

    uint32 private constant FIRST_EPOCH = 1;

    // solhint-disable-next-line immutable-vars-naming
    IRegistry internal immutable _registry;

    ReportsState private _reportsState;

    constructor(IRegistry registry) {
        _registry = registry;
    }

    /// @inheritdoc IReports
    function addReport(NewReport calldata added) external returns (bytes32 report) {
        IRegistry.Facts memory facts = _registry.factsOf(added.chart, msg.sender, added.hospital);
        if (facts.holder == address(0)) revert ICharts.ChartUnknown(added.chart);
        bool isOwn = added.hospital == 0 && msg.sender == facts.holder;
        if (!isOwn && !facts.assigned) revert ReportNotAssigned(added.chart, msg.sender, added.hospital);
        if (added.holderKeyVersion != facts.holderKeyVersion) {
            revert ReportStaleHolderKey(facts.holderKeyVersion, added.holderKeyVersion);
        }
        _checkComplete(added.commitment, added.payload);
        _checkCapsules(added.capsules);

        bytes20 author = isOwn ? added.chart : bytes20(msg.sender);
        report = ReportIds.derive(added.chart, author, added.commitment);
        if (_exists(report)) revert ReportAlreadyAdded(report);

        _reportsState.reports[report] = Report({
            author: author,
            epoch: FIRST_EPOCH,
            authorGeneration: facts.attestationGeneration,
            explicitOnly: added.explicitOnly
        });
        emit ReportAdded(
            report,
            added.chart,
            author,
            msg.sender,
            added.hospital,
            added.commitment,
            added.payload,
            added.capsules,
            added.holderKeyVersion,
            added.explicitOnly
        );
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
        if (!_mayRead(report, msg.sender, _registry.factsOf(chart, msg.sender, 0))) {
            revert ReportNotReader(report, msg.sender);
        }
        uint32 current = _report(report).epoch;
        if (epoch != current) revert ReportStaleEpoch(current, epoch);
        _checkComplete(commitment, payload);
        _checkCapsules(capsules);

        emit RemarkAdded(report, chart, msg.sender, epoch, commitment, payload, capsules);
    }

    /// @inheritdoc IReports
    function reportOf(bytes32 report) external view returns (bytes20 author, uint32 epoch, bool explicitOnly) {
        Report storage stored = _report(report);
        return (stored.author, stored.epoch, stored.explicitOnly);
    }

    /// @dev Whether `account` may read an existing report, given the facts of its chart and that account.
    function _mayRead(
        bytes32 report,
        address account,
        IRegistry.Facts memory facts
    ) internal view virtual returns (bool);

    function _report(bytes32 report) internal view returns (Report storage) {
        return _reportsState.reports[report];
    }

    function _exists(bytes32 report) internal view returns (bool) {
        return _report(report).author != 0;
    }

    /// @dev The chart of an existing report.
    function _chartOf(bytes32 report) internal view returns (bytes20) {
        if (!_exists(report)) revert ReportUnknown(report);
        return ReportIds.chartOf(report);
    }

    /// @dev A reference is exactly as long as the shortest bundle allowed, see `IReports`.
    function _checkCapsules(bytes calldata capsules) internal pure {
        if (capsules.length < MIN_CAPSULES || capsules.length > MAX_CAPSULES) {
            revert ReportCapsulesLength(capsules.length);
        }
    }

    function _checkComplete(bytes32 commitment, bytes32 payload) private pure {
        if (commitment == 0 || payload == 0) revert ReportIncomplete();
    }
}
