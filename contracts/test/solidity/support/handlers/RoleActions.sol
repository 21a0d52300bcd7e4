// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RoleIds} from "../../../../src/libraries/RoleIds.sol";
import {cheats} from "../Cheats.sol";
import {Acting} from "./Acting.sol";

/// @dev Offices: granted, scheduled, removed, handed over; hospitals; pauses; and time.
abstract contract RoleActions is Acting {
    struct Appointment {
        bytes32 role;
        address account;
    }

    Appointment private _lastScheduled;

    function openHospital(uint256 seed) external seldom(seed, 3) action(seed) {
        _as(_mostly(ledger.defaultAdmin()));
        registry.openHospital(uint32(_roll(5)), "Lakeside Practice");
    }

    function scheduleRoleGrant(uint256 seed) external action(seed) {
        (bytes32 role, address account) = (_office(), _official());
        _as(_mostly(ledger.defaultAdmin()));
        registry.scheduleRoleGrant(role, account);
        _lastScheduled = Appointment(role, account);
        _expectDeadline(registry.scheduledGrantOf(role, account));
    }

    function grantRole(uint256 seed) external action(seed) {
        (bytes32 role, address account) = _roleAndAccount();
        if (_lastScheduled.account != address(0) && _roll(4) == 0) {
            (role, account) = (_lastScheduled.role, _lastScheduled.account);
            _wait(ledger.scheduledGrantOf(role, account));
        }
        _as(_mostly(_holderOf(ledger.adminOf(role))));
        registry.grantRole(role, account);
    }

    function revokeRole(uint256 seed) external seldom(seed, 10) action(seed) {
        (bytes32 role, address account) = _roleAndAccount();
        _as(_mostly(_holderOf(ledger.adminOf(role))));
        registry.revokeRole(role, account);
    }

    function renounceRole(uint256 seed) external seldom(seed, 10) action(seed) {
        (bytes32 role, address account) = _roleAndAccount();
        if (_rarely()) (role, account) = (bytes32(0), ledger.defaultAdmin());
        _as(_mostly(account));
        registry.renounceRole(role, account);
    }

    function beginDefaultAdminTransfer(uint256 seed) external seldom(seed, 3) action(seed) {
        address next = _roll(20) == 0 ? address(0) : _official();
        _as(_mostly(ledger.defaultAdmin()));
        registry.beginDefaultAdminTransfer(next);
        (, uint48 dueAt) = registry.pendingDefaultAdmin();
        _expectDeadline(dueAt);
    }

    function acceptDefaultAdminTransfer(uint256 seed) external action(seed) {
        (address next, uint48 dueAt) = ledger.pendingDefaultAdmin();
        _wait(dueAt);
        _as(_mostly(next));
        registry.acceptDefaultAdminTransfer();
    }

    function cancelDefaultAdminTransfer(uint256 seed) external seldom(seed, 10) action(seed) {
        _as(_mostly(ledger.defaultAdmin()));
        registry.cancelDefaultAdminTransfer();
    }

    function changeDefaultAdminDelay(uint256 seed) external seldom(seed, 5) action(seed) {
        uint48 delay = uint48(_roll(6 days));
        _as(_mostly(ledger.defaultAdmin()));
        registry.changeDefaultAdminDelay(delay);
        (, uint48 dueAt) = registry.pendingDefaultAdminDelay();
        _expectDeadline(dueAt);
    }

    function rollbackDefaultAdminDelay(uint256 seed) external seldom(seed, 10) action(seed) {
        _as(_mostly(ledger.defaultAdmin()));
        registry.rollbackDefaultAdminDelay();
    }

    function pause(uint256 seed) external seldom(seed, 4) action(seed) {
        _as(_mostly(_holderOf(RoleIds.PAUSER)));
        registry.pause();
        _expectDeadline(registry.pausedUntil());
        _expectDeadline(registry.pausedUntil() + 72 hours);
    }

    function unpause(uint256 seed) external action(seed) {
        _as(_mostly(_holderOf(_roll(2) == 0 ? RoleIds.PAUSER : bytes32(0))));
        registry.unpause();
    }

    /// @dev Minutes, days or, seldom, months.
    function passTime(uint256 seed) external action(seed) {
        uint256 scale = _roll(20);
        uint256 time = scale == 0 ? 90 days : (scale < 8 ? 2 days : 1 hours);
        _goTo(cheats.getBlockTimestamp() + 1 + _roll(time));
    }

    /// @dev To something's last second, or the one before or after it.
    function passTimeUntilSomethingIsDue(uint256 seed) external action(seed) {
        uint256 moment = _anyDeadline() + _roll(3) - 1;
        uint256 present = cheats.getBlockTimestamp();
        cheats.assume(moment > present && moment < present + 60 days);
        _goTo(moment);
    }

    /// @dev Mostly an appointment, because without doctors little happens.
    function _roleAndAccount() private returns (bytes32, address) {
        uint256 drawn = _roll(8);
        if (drawn < 3) return (_office(), _official());
        return (RoleIds.doctor(_hospital()), _doctor());
    }

    function _office() private returns (bytes32) {
        uint256 drawn = _roll(8);
        if (drawn == 0) return RoleIds.PAUSER;
        return drawn < 4 ? RoleIds.ATTESTER : RoleIds.registrar(_hospital());
    }
}
