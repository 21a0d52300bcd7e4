// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/IAccessControlDefaultAdminRules.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

import {IPausing} from "../../../../src/interfaces/IPausing.sol";
import {IRoles} from "../../../../src/interfaces/IRoles.sol";
import {RoleIds} from "../../../../src/libraries/RoleIds.sol";
import {Log} from "../Cheats.sol";
import {Rulebook, Rule} from "./Rulebook.sol";

/// @dev Roles, scheduled grants, the handover of the default admin, hospitals, pauses: as the events tell.
abstract contract RoleLedger is Rulebook {
    struct Scheduled {
        bytes32 role;
        address account;
        uint256 effectAt;
        uint256 handover;
    }

    struct Pending {
        address account;
        uint48 delay;
        uint48 dueAt;
    }

    mapping(bytes32 role => mapping(address account => bool)) public hasRole;
    mapping(address account => uint256) public administrativeRoles;
    mapping(address account => uint256) public appointments;
    mapping(uint32 hospital => bool) public isHospitalOpen;
    uint256 public pausedUntil;

    address public defaultAdmin;
    Pending private _successor;
    Pending private _nextDelay;
    uint48 private _delay;

    mapping(bytes32 role => address[]) private _members;
    mapping(bytes32 role => mapping(address account => Scheduled)) private _scheduled;
    uint256 private _handovers;

    constructor(uint48 initialDelay) {
        _delay = initialDelay;
    }

    /// @return One of those who hold a role; zero when nobody does.
    function memberOf(bytes32 role, uint256 drawn) external view returns (address) {
        address[] storage members = _members[role];
        return members.length == 0 ? address(0) : members[drawn % members.length];
    }

    function isAdministrative(address account) public view returns (bool) {
        return administrativeRoles[account] != 0;
    }

    function isPaused() public view returns (bool) {
        return _now() < pausedUntil;
    }

    function scheduledGrantOf(bytes32 role, address account) public view returns (uint256) {
        Scheduled storage scheduled = _scheduled[role][account];
        return scheduled.handover == _handovers ? scheduled.effectAt : 0;
    }

    function defaultAdminDelay() public view returns (uint48) {
        return _nextDelay.dueAt != 0 && _nextDelay.dueAt < _now() ? _nextDelay.delay : _delay;
    }

    function pendingDefaultAdmin() external view returns (address account, uint48 dueAt) {
        return (_successor.account, _successor.dueAt);
    }

    function pendingDefaultAdminDelay() external view returns (uint48 next, uint48 dueAt) {
        return _nextDelay.dueAt < _now() ? (0, 0) : (_nextDelay.delay, _nextDelay.dueAt);
    }

    function adminOf(bytes32 role) public pure returns (bytes32) {
        return RoleIds.isDoctor(role) ? RoleIds.registrar(RoleIds.hospitalOf(role)) : bytes32(0);
    }

    /// @dev Whether somebody is a patient or a doctor, or attested as one.
    function isClinical(address account) public view virtual returns (bool);

    function isAttested(address account) public view virtual returns (bool);

    function _mustNotBePaused() internal {
        _require(!isPaused(), Rule.PausesStopWidening, "something was widened during a pause");
    }

    function _mustBeSeparate(address account) internal {
        _require(
            !isAdministrative(account) || !isClinical(account),
            Rule.DutiesAreSeparate,
            "an account is both administrative and clinical"
        );
    }

    /// @return Whether the event is one of roles.
    function _foldRoles(Log memory log, bytes32 name) internal returns (bool) {
        if (name == IAccessControl.RoleGranted.selector) {
            _granted(log.topics[1], _account(log.topics[2]), _account(log.topics[3]));
        } else if (name == IAccessControl.RoleRevoked.selector) {
            _revoked(log.topics[1], _account(log.topics[2]), _account(log.topics[3]));
        } else if (name == IRoles.RoleGrantScheduled.selector) {
            _schedule(log.topics[1], _account(log.topics[2]), _account(log.topics[3]), abi.decode(log.data, (uint48)));
        } else if (name == IRoles.RoleGrantCancelled.selector) {
            delete _scheduled[log.topics[1]][_account(log.topics[2])];
            _mustDirect(log.topics[1], _account(log.topics[2]), _account(log.topics[3]));
        } else if (name == IRoles.HospitalOpened.selector) {
            (, address actor) = abi.decode(log.data, (string, address));
            _mustBeDefaultAdmin(actor);
            isHospitalOpen[_hospital(log.topics[1])] = true;
        } else {
            return _foldHandover(log, name) || _foldPauses(log, name);
        }
        return true;
    }

    function _foldHandover(Log memory log, bytes32 name) private returns (bool) {
        if (name == IAccessControlDefaultAdminRules.DefaultAdminTransferScheduled.selector) {
            uint48 dueAt = abi.decode(log.data, (uint48));
            _mustBeDefaultAdmin(_act.caller);
            _require(
                dueAt == _now() + defaultAdminDelay(),
                Rule.RoleDelaysAreKept,
                "a handover was scheduled without the delay"
            );
            _successor = Pending(_account(log.topics[1]), 0, dueAt);
        } else if (name == IAccessControlDefaultAdminRules.DefaultAdminTransferCanceled.selector) {
            _mustBeDefaultAdmin(_act.caller);
            delete _successor;
        } else if (name == IAccessControlDefaultAdminRules.DefaultAdminDelayChangeScheduled.selector) {
            (uint48 next, uint48 dueAt) = abi.decode(log.data, (uint48, uint48));
            _mustBeDefaultAdmin(_act.caller);
            _delay = defaultAdminDelay();
            uint256 wait = next > _delay ? (next < 5 days ? next : 5 days) : _delay - next;
            _require(dueAt == _now() + wait, Rule.RoleDelaysAreKept, "the delay was changed too early");
            _nextDelay = Pending(address(0), next, dueAt);
        } else if (name == IAccessControlDefaultAdminRules.DefaultAdminDelayChangeCanceled.selector) {
            _mustBeDefaultAdmin(_act.caller);
            delete _nextDelay;
        } else {
            return false;
        }
        return true;
    }

    function _foldPauses(Log memory log, bytes32 name) private returns (bool) {
        if (name == IPausing.Paused.selector) {
            uint64 until = abi.decode(log.data, (uint64));
            _require(
                pausedUntil == 0 || _now() >= pausedUntil + 72 hours,
                Rule.PausesStopWidening,
                "a pause followed another"
            );
            _require(until == _now() + 72 hours, Rule.PausesStopWidening, "a pause has another length");
            _mustHold(RoleIds.PAUSER, _account(log.topics[1]));
            pausedUntil = until;
        } else if (name == IPausing.Unpaused.selector) {
            address actor = _account(log.topics[1]);
            if (actor != defaultAdmin) _mustHold(RoleIds.PAUSER, actor);
            pausedUntil = _now();
        } else {
            return false;
        }
        return true;
    }

    function _granted(bytes32 role, address account, address actor) private {
        if (role == 0) {
            _accept(account);
        } else {
            _mustNotBePaused();
            _mustHold(adminOf(role), actor);
        }
        if (role == RoleIds.ATTESTER || RoleIds.isRegistrar(role)) {
            uint256 due = scheduledGrantOf(role, account);
            _require(due != 0 && _now() >= due, Rule.RoleDelaysAreKept, "a scheduled grant completed early");
            delete _scheduled[role][account];
        }

        hasRole[role][account] = true;
        _members[role].push(account);
        if (RoleIds.isDoctor(role)) {
            _require(isAttested(account), Rule.OfficesActWithinTheirPowers, "someone unattested was appointed");
            ++appointments[account];
        } else {
            ++administrativeRoles[account];
        }
        _mustBeSeparate(account);
    }

    function _revoked(bytes32 role, address account, address actor) private {
        if (role == 0) {
            _require(
                _successor.dueAt != 0 && _successor.dueAt < _now(),
                Rule.RoleDelaysAreKept,
                "the default admin left too early"
            );
            if (_successor.account == address(0)) {
                _require(_agreed(account), Rule.OfficesActWithinTheirPowers, "the default admin was removed");
                delete _successor;
            }
            delete defaultAdmin;
        } else {
            _mustDirect(role, account, actor);
        }

        hasRole[role][account] = false;
        _leave(_members[role], account);
        if (RoleIds.isDoctor(role)) --appointments[account];
        else --administrativeRoles[account];
    }

    function _leave(address[] storage members, address account) private {
        for (uint256 n; n < members.length; ++n) {
            if (members[n] != account) continue;
            members[n] = members[members.length - 1];
            members.pop();
            return;
        }
    }

    /// @dev The first default admin is the deployer's choice; every other was announced.
    function _accept(address account) private {
        if (_handovers != 0) {
            _require(
                _successor.account == account && _successor.dueAt < _now() && _agreed(account),
                Rule.RoleDelaysAreKept,
                "a handover completed early"
            );
        }
        delete _successor;
        defaultAdmin = account;
        ++_handovers;
    }

    function _schedule(bytes32 role, address account, address actor, uint48 effectAt) private {
        _mustBeDefaultAdmin(actor);
        _require(
            effectAt == _now() + defaultAdminDelay(),
            Rule.RoleDelaysAreKept,
            "a grant was scheduled without the delay"
        );
        _scheduled[role][account] = Scheduled(role, account, effectAt, _handovers);
    }

    /// @dev Whoever directs a role, or the one who holds it.
    function _mustDirect(bytes32 role, address account, address actor) private {
        _require(_agreed(actor), Rule.OfficesActWithinTheirPowers, "a role changed in another's name");
        if (actor != account) _mustHold(adminOf(role), actor);
    }

    function _mustBeDefaultAdmin(address actor) internal {
        _mustHold(0, actor);
    }

    /// @dev Of roles of one hospital, this is also what keeps hospitals apart.
    function _mustHold(bytes32 role, address actor) internal {
        _require(
            _agreed(actor) && hasRole[role][actor],
            RoleIds.isRegistrar(role) ? Rule.HospitalsAreSeparate : Rule.OfficesActWithinTheirPowers,
            "an office was used by someone who does not hold it"
        );
    }
}
