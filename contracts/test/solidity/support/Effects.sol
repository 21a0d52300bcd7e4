// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {cheats} from "./Cheats.sol";
import {IWholeRegistry} from "./Contracts.sol";
import {World} from "./World.sol";

/// @dev What calls leave behind, to compare: whether they succeeded and with what they were refused, their events, and every
/// slot they changed.
abstract contract Effects is World {
    struct Write {
        address target;
        bytes32 slot;
        bytes32 value;
    }

    struct Effect {
        bool success;
        bytes reason;
        bytes32 events;
        Write[] changes;
    }

    /// @dev What a call would do; undone again.
    function _effectOf(address caller, address target, bytes memory call) internal returns (Effect memory effect) {
        address[] memory callers = new address[](1);
        bytes[] memory calls = new bytes[](1);
        (callers[0], calls[0]) = (caller, call);
        return _effectOf(callers, target, calls);
    }

    /// @dev What calls would do, one after the other up to the first that is refused; undone again.
    function _effectOf(
        address[] memory callers,
        address target,
        bytes[] memory calls
    ) internal returns (Effect memory effect) {
        try this.doAndUndo(callers, target, calls) {
            assert(false);
        } catch (bytes memory undone) {
            effect = abi.decode(undone, (Effect));
        }
        _keepChanged(effect.changes);
    }

    /// @dev Tells what happened by reverting, which is what undoes it.
    function doAndUndo(address[] calldata callers, address target, bytes[] calldata calls) external {
        Effect memory effect;
        effect.success = true;
        cheats.recordLogs();
        cheats.record();
        for (uint256 n; n < calls.length && effect.success; ++n) {
            cheats.prank(callers[n]);
            (effect.success, effect.reason) = target.call(calls[n]);
        }
        if (effect.success) {
            effect.reason = "";
            effect.events = keccak256(abi.encode(cheats.getRecordedLogs()));
            effect.changes = _written();
        }
        bytes memory told = abi.encode(effect);
        assembly ("memory-safe") {
            revert(add(told, 0x20), mload(told))
        }
    }

    function _assertSame(Effect memory one, Effect memory other) internal pure {
        require(one.success == other.success, "only one of two was refused");
        require(keccak256(one.reason) == keccak256(other.reason), "refused for different reasons");
        require(one.events == other.events, "different events");
        _assertIn(one.changes, other.changes);
        _assertIn(other.changes, one.changes);
    }

    /// @dev Leaves out how many requests of a chart a contract counted: the one thing in which a signed request and a direct
    /// call differ.
    function _leaveOutNonce(Effect memory effect, address target, bytes20 chart) internal {
        cheats.record();
        IWholeRegistry(target).nonces(address(chart));
        (bytes32[] memory reads, ) = cheats.accesses(target);
        for (uint256 n; n < effect.changes.length; ++n) {
            if (effect.changes[n].slot == reads[0]) effect.changes[n].target = address(0);
        }
    }

    function _written() private view returns (Write[] memory writes) {
        (, bytes32[] memory ofRegistry) = cheats.accesses(address(registry));
        (, bytes32[] memory ofRecords) = cheats.accesses(address(records));
        writes = new Write[](ofRegistry.length + ofRecords.length);
        for (uint256 n; n < writes.length; ++n) {
            bool isRegistry = n < ofRegistry.length;
            address target = isRegistry ? address(registry) : address(records);
            bytes32 slot = isRegistry ? ofRegistry[n] : ofRecords[n - ofRegistry.length];
            writes[n] = Write(target, slot, cheats.load(target, slot));
        }
    }

    /// @dev Once undone: what was written as it was before counts as not written.
    function _keepChanged(Write[] memory writes) private view {
        for (uint256 n; n < writes.length; ++n) {
            Write memory write = writes[n];
            if (cheats.load(write.target, write.slot) == write.value) write.target = address(0);
        }
    }

    function _assertIn(Write[] memory some, Write[] memory all) private pure {
        for (uint256 n; n < some.length; ++n) {
            bool isIn = some[n].target == address(0);
            for (uint256 m; m < all.length && !isIn; ++m) {
                isIn = some[n].target == all[m].target && some[n].slot == all[m].slot && some[n].value == all[m].value;
            }
            require(isIn, "different states");
        }
    }
}
