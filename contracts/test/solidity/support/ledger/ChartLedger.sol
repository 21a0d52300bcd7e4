// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICharts} from "../../../../src/interfaces/ICharts.sol";
import {IRecovery} from "../../../../src/interfaces/IRecovery.sol";
import {Log} from "../Cheats.sol";
import {KeyLedger} from "./KeyLedger.sol";
import {Rule} from "./Rulebook.sol";

/// @dev Charts, their holders and authorisers, and recoveries, as the events tell.
abstract contract ChartLedger is KeyLedger {
    struct Chart {
        address holder;
        uint32 epoch;
        bool isFrozen;
        address authoriser;
        bool cancelledOnce;
    }

    struct Successor {
        address account;
        uint64 readyAt;
    }

    bytes20[] public charts;
    mapping(bytes20 chart => Chart) public chart;
    mapping(address account => bytes20) public chartOf;
    mapping(bytes20 chart => Successor) public recovery;
    mapping(bytes20 chart => Successor) public proposedAuthoriserOf;

    /// @dev When everything signed for a chart was made void last, in events.
    mapping(bytes20 chart => uint256) internal _signaturesVoidSince;

    function chartCount() external view returns (uint256) {
        return charts.length;
    }

    function whoControls(bytes20 chart_) external view returns (address holder, uint32 epoch, bool isFrozen) {
        return (chart[chart_].holder, chart[chart_].epoch, chart[chart_].isFrozen);
    }

    function authoriserOf(bytes20 chart_) external view returns (address) {
        return chart[chart_].authoriser;
    }

    function recoveryOf(bytes20 chart_) external view returns (address newHolder, uint64 readyAt, bool cancelledOnce) {
        return (recovery[chart_].account, recovery[chart_].readyAt, chart[chart_].cancelledOnce);
    }

    function holderOf(bytes20 chart_) public view returns (address) {
        return chart[chart_].holder;
    }

    /// @return Whether the event is one of charts.
    function _foldCharts(Log memory log, bytes32 name) internal returns (bool) {
        if (name == ICharts.PatientRegistered.selector) {
            _register(bytes20(log.topics[1]), _account(log.topics[2]), abi.decode(log.data, (address)));
        } else if (name == ICharts.SignaturesCancelled.selector) {
            _mustBeHolder(bytes20(log.topics[1]), _account(log.topics[2]));
            _voidSignatures(bytes20(log.topics[1]), abi.decode(log.data, (uint32)));
        } else if (name == IRecovery.RecoveryStarted.selector) {
            uint64 readyAt = abi.decode(log.data, (uint64));
            _start(bytes20(log.topics[1]), _account(log.topics[2]), _account(log.topics[3]), readyAt);
        } else if (name == IRecovery.RecoveryCancelled.selector) {
            _cancel(bytes20(log.topics[1]), _account(log.topics[2]));
        } else if (name == IRecovery.ChartRecovered.selector) {
            _complete(bytes20(log.topics[1]), _account(log.topics[2]), _account(log.topics[3]));
            _voidSignatures(bytes20(log.topics[1]), abi.decode(log.data, (uint32)));
        } else if (name == IRecovery.AuthoriserProposed.selector) {
            uint64 readyAt = abi.decode(log.data, (uint64));
            _propose(bytes20(log.topics[1]), _account(log.topics[2]), _account(log.topics[3]), readyAt);
        } else if (name == IRecovery.AuthoriserReplaced.selector) {
            _replace(bytes20(log.topics[1]), _account(log.topics[2]));
        } else {
            return false;
        }
        return true;
    }

    function _mustBeHolder(bytes20 chart_, address actor) internal {
        _require(
            actor == chart[chart_].holder && _agreed(actor),
            Rule.ChartsAreTheHolders,
            "someone else changed a chart"
        );
    }

    function _register(bytes20 chart_, address holder, address authoriser) private {
        bool isNew = chart[chart_].holder == address(0) && chartOf[holder] == 0;
        _require(_agreed(holder) && isNew, Rule.ChartsAreTheHolders, "a chart was registered for another, or again");
        _mustNotBePaused();
        charts.push(chart_);
        chart[chart_] = Chart(holder, 0, false, authoriser, false);
        chartOf[holder] = chart_;
        _mustBeSeparate(holder);
    }

    function _voidSignatures(bytes20 chart_, uint32 epoch) private {
        _require(epoch == chart[chart_].epoch + 1, Rule.ChartsAreTheHolders, "a signature epoch did not rise by one");
        chart[chart_].epoch = epoch;
        _signaturesVoidSince[chart_] = moment;
    }

    function _start(bytes20 chart_, address newHolder, address authoriser, uint64 readyAt) private {
        _require(
            authoriser == chart[chart_].authoriser && _agreed(authoriser) && _agreed(newHolder),
            Rule.ChartsAreTheHolders,
            "a recovery was started without the authoriser or the new holder"
        );
        _require(
            readyAt == _now() + (chart[chart_].cancelledOnce ? 14 days : 3 days),
            Rule.RecoveryDelaysAreKept,
            "a recovery has another delay"
        );
        recovery[chart_] = Successor(newHolder, readyAt);
        delete proposedAuthoriserOf[chart_];
        chart[chart_].isFrozen = true;
    }

    /// @dev The holder alone cancels once; together with the authoriser always.
    function _cancel(bytes20 chart_, address actor) private {
        _mustBeHolder(chart_, actor);
        _require(
            !chart[chart_].cancelledOnce || _agreed(chart[chart_].authoriser),
            Rule.ChartsAreTheHolders,
            "a recovery was cancelled twice by the holder alone"
        );
        delete recovery[chart_];
        chart[chart_].isFrozen = false;
        chart[chart_].cancelledOnce = true;
    }

    function _complete(bytes20 chart_, address newHolder, address oldHolder) private {
        Successor memory due = recovery[chart_];
        _require(due.readyAt != 0 && _now() >= due.readyAt, Rule.RecoveryDelaysAreKept, "a recovery completed early");
        _require(
            newHolder == due.account && oldHolder == chart[chart_].holder,
            Rule.ChartsAreTheHolders,
            "a recovery made someone else the holder"
        );
        delete recovery[chart_];
        delete chartOf[oldHolder];
        chartOf[newHolder] = chart_;
        chart[chart_].holder = newHolder;
        chart[chart_].isFrozen = false;
        chart[chart_].cancelledOnce = false;
        _mustBeSeparate(newHolder);
    }

    function _propose(bytes20 chart_, address authoriser, address actor, uint64 readyAt) private {
        _mustBeHolder(chart_, actor);
        _require(!chart[chart_].isFrozen, Rule.ChartsAreTheHolders, "a frozen chart got a proposal");
        _require(readyAt == _now() + 30 days, Rule.RecoveryDelaysAreKept, "a proposal has another delay");
        proposedAuthoriserOf[chart_] = Successor(authoriser, readyAt);
    }

    /// @dev Holder and authoriser together, or the end of a proposal's delay.
    function _replace(bytes20 chart_, address authoriser) private {
        Successor memory due = proposedAuthoriserOf[chart_];
        bool isTogether = _agreed(chart[chart_].holder) && _agreed(chart[chart_].authoriser);
        _require(
            isTogether || (due.readyAt != 0 && _now() >= due.readyAt && due.account == authoriser),
            Rule.RecoveryDelaysAreKept,
            "an authoriser was replaced early"
        );
        delete proposedAuthoriserOf[chart_];
        chart[chart_].authoriser = authoriser;
        chart[chart_].cancelledOnce = false;
    }
}
