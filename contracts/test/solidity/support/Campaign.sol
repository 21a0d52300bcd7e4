// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IWholeRecords, IWholeRegistry} from "./Contracts.sol";
import {Handler} from "./handlers/Handler.sol";
import {Ledger} from "./ledger/Ledger.sol";
import {Rule} from "./ledger/Rulebook.sol";

/// @dev Random sequences of everybody's actions, and what holds after each. What is looked up in the contracts after an action is
/// of a few people, one chart and one report, drawn anew with each event: a difference stays until the very same slot changes
/// again, and there are many thousand actions.
abstract contract Campaign {
    Handler internal handler;
    Ledger internal ledger;
    IWholeRegistry internal registry;
    IWholeRecords internal records;

    /// @param salt What tells the sequences of one campaign from those of another.
    function _begin(uint256 salt) internal {
        handler = new Handler(salt);
        ledger = handler.ledger();
        (address registry_, address records_) = handler.contracts();
        (registry, records) = (IWholeRegistry(registry_), IWholeRecords(records_));
    }

    /// @dev Read by the test runner: what it calls at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function _mustBeUnbroken(Rule rule) internal view {
        string memory how = ledger.broken(rule);
        require(bytes(how).length == 0, how);
    }

    /// @param n The how manieth of those looked at.
    function _somebody(uint256 n) internal view returns (address) {
        return handler.person(_draw(n, handler.peopleCount()));
    }

    function _someChart() internal view returns (bytes20) {
        return ledger.charts(_draw(100, ledger.chartCount()));
    }

    function _someReport() internal view returns (bytes32) {
        return ledger.reports(_draw(101, ledger.reportCount()));
    }

    function _draw(uint256 what, uint256 count) private view returns (uint256) {
        return uint256(keccak256(abi.encode(ledger.moment(), what))) % count;
    }
}
