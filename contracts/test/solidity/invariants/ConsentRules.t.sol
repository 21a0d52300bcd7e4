// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign} from "../support/Campaign.sol";
import {Rule} from "../support/ledger/Rulebook.sol";

contract ConsentRulesTest is Campaign {
    function setUp() external {
        _begin(1);
    }

    /// @dev By their own call or signature; and stopped, too, by the recovery authoriser's.
    function invariant_OnlyThePatientChangesTheirConsents() external view {
        _mustBeUnbroken(Rule.ConsentsAreThePatients);
    }

    /// @dev Who may read, according to the order of the patients' decisions, may read; and nobody else.
    function invariant_OthersReadOnlyByAConsentOrAuthorshipThatStillStands() external view {
        bytes32 report = _someReport();
        for (uint256 n; n < 4; ++n) {
            address person = _somebody(n);
            require(records.canRead(report, person) == ledger.canRead(report, person), "reads against the decisions");
        }
    }

    /// @dev Whoever may stop can: while paused, while frozen, whatever is or is not there.
    function invariant_StoppingAlwaysSucceeds() external view {
        _mustBeUnbroken(Rule.StopsSucceed);
    }

    function invariant_AfterAStopNobodyReadsUntilANewConsent() external view {
        bytes32 report = _someReport();
        address holder = ledger.holderOf(bytes20(report));
        for (uint256 n; n < 4; ++n) {
            address person = _somebody(n);
            bool isStopped = person != holder && ledger.isStopped(report, person);
            require(!isStopped || !records.canRead(report, person), "reads after a stop");
        }
    }

    function invariant_NoSignatureMadeBeforeAStopOutlivesIt() external view {
        _mustBeUnbroken(Rule.StopsOutliveSignatures);
    }
}
