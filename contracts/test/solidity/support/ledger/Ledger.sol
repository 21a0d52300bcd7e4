// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Log} from "../Cheats.sol";
import {ConsentLedger} from "./ConsentLedger.sol";
import {KeyLedger} from "./KeyLedger.sol";
import {ReportLedger} from "./ReportLedger.sol";
import {RoleLedger} from "./RoleLedger.sol";
import {Act, Rule} from "./Rulebook.sol";

/// @dev What an auditor knows: every event from the first, in order, and nothing else. Holds each event against the rules, and
/// folds all of them into the state that they imply, of which it answers the same questions as the contracts.
contract Ledger is ConsentLedger {
    constructor(
        uint48 initialDelay,
        address registry,
        address records
    ) RoleLedger(initialDelay) KeyLedger(registry) ReportLedger(records) {}

    /// @return How many events there were.
    function fold(Act calldata act, Log[] calldata logs) external returns (uint256) {
        _act = act;
        for (uint256 n; n < logs.length; ++n) {
            ++moment;
            Log memory log = logs[n];
            bytes32 name = log.topics[0];
            bool isKnown =
                _foldConsents(log, name) ||
                    _foldReports(log, name) ||
                    _foldCare(log, name) ||
                    _foldCharts(log, name) ||
                    _foldKeys(log, name) ||
                    _foldAttestations(log, name) ||
                    _foldRoles(log, name);
            _require(isKnown, Rule.EveryEventIsKnown, "there was an event that nobody knows");
        }
        _mustHaveReplaced();
        return moment;
    }

    /// @dev What only the one who acts can see: that the contracts refused what they must not refuse.
    function complain(Rule rule, string calldata how) external {
        _require(false, rule, how);
    }
}
