// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign} from "../support/Campaign.sol";
import {Rule} from "../support/ledger/Rulebook.sol";

contract ChartRulesTest is Campaign {
    function setUp() external {
        _begin(6);
    }

    function invariant_NobodyButTheHolderOrRecoveryChangesAChart() external view {
        _mustBeUnbroken(Rule.ChartsAreTheHolders);

        bytes20 chart = _someChart();
        (address holder, , ) = registry.whoControls(chart);
        require(holder == ledger.holderOf(chart) && registry.chartOf(holder) == chart, "a chart changed hands unseen");
    }

    function invariant_RecoveriesNeverCompleteEarly() external view {
        _mustBeUnbroken(Rule.RecoveryDelaysAreKept);
    }

    /// @dev Scheduled grants, the handover of the default admin and its delay, replacements of wallets, overruled vetoes.
    function invariant_DelayedChangesOfRolesNeverCompleteEarly() external view {
        _mustBeUnbroken(Rule.RoleDelaysAreKept);
    }

    function invariant_APauseStopsWhatWidensEndsByItselfAndIsNotChained() external view {
        _mustBeUnbroken(Rule.PausesStopWidening);
        require(registry.isPaused() == ledger.isPaused(), "a pause nobody saw");
    }
}
