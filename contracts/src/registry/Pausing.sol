// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";

import {IPausing} from "../interfaces/IPausing.sol";
import {RoleIds} from "../libraries/RoleIds.sol";
import {Roles} from "./Roles.sol";

abstract contract Pausing is Roles, IPausing {
    uint256 public constant PAUSE_DURATION = 72 hours;

    modifier whenNotPaused() {
        _checkNotPaused();
        _;
    }

    /// @inheritdoc IPausing
    function pause() external onlyRole(RoleIds.PAUSER) {
        uint256 restUntil = _emergency().pausedUntil + PAUSE_DURATION;
        if (_emergency().pausedUntil != 0 && block.timestamp < restUntil) revert PausingTooSoon(uint64(restUntil));

        uint64 until = uint64(block.timestamp + PAUSE_DURATION);
        _emergency().pausedUntil = until;
        emit Paused(_msgSender(), until);
    }

    /// @inheritdoc IPausing
    function unpause() external {
        if (!hasRole(DEFAULT_ADMIN_ROLE, _msgSender())) _checkRole(RoleIds.PAUSER);
        if (!isPaused()) revert PausingNotPaused();

        _emergency().pausedUntil = uint64(block.timestamp);
        emit Unpaused(_msgSender());
    }

    /// @inheritdoc AccessControlDefaultAdminRules
    /// @dev Handing over the default admin is no grant and goes on: it may be the repair.
    function grantRole(bytes32 role, address account) public override whenNotPaused {
        super.grantRole(role, account);
    }

    /// @inheritdoc IPausing
    function pausedUntil() external view returns (uint64) {
        return _emergency().pausedUntil;
    }

    /// @inheritdoc IPausing
    function isPaused() public view returns (bool) {
        return block.timestamp < _emergency().pausedUntil;
    }

    function _checkNotPaused() private view {
        if (isPaused()) revert PausingPaused(_emergency().pausedUntil);
    }
}
