// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";

import {IAttestations} from "../interfaces/IAttestations.sol";
import {IRecords} from "../interfaces/IRecords.sol";
import {IRoles} from "../interfaces/IRoles.sol";
import {RoleIds} from "../libraries/RoleIds.sol";
import {SignedRequests} from "../SignedRequests.sol";
import {Emergency} from "./Emergency.sol";
import {Person} from "./Person.sol";

abstract contract Roles is AccessControlDefaultAdminRules, SignedRequests, IRoles {
    /// @dev A scheduled grant is void once the default admin changed: it names the handover it was made under.
    struct ScheduledGrant {
        uint48 effectAt;
        uint32 handover;
    }

    struct RolesState {
        mapping(uint32 hospital => bool isOpen) hospitals;
        mapping(address account => Person person) people;
        mapping(bytes32 role => mapping(address account => ScheduledGrant scheduled)) scheduledGrants;
        uint32 handover;
        Emergency emergency;
    }

    /// @inheritdoc IRoles
    bytes32 public constant ATTESTER_ROLE = RoleIds.ATTESTER;
    /// @inheritdoc IRoles
    bytes32 public constant PAUSER_ROLE = RoleIds.PAUSER;

    uint256 public constant MAX_HOSPITAL_NAME = 128;

    RolesState private _rolesState;

    /// @inheritdoc IRoles
    function openHospital(uint32 hospital, string calldata name) external onlyRole(DEFAULT_ADMIN_ROLE) {
        uint256 length = bytes(name).length;
        if (hospital == 0 || length == 0 || length > MAX_HOSPITAL_NAME) revert RolesInvalidHospital(hospital);
        if (isHospitalOpen(hospital)) revert RolesHospitalAlreadyOpened(hospital);

        _rolesState.hospitals[hospital] = true;
        emit HospitalOpened(hospital, name, _msgSender());
    }

    /// @inheritdoc IRoles
    function scheduleRoleGrant(bytes32 role, address account) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (!RoleIds.isDelayed(role)) revert RolesNotScheduled(role);
        _checkAdmissible(role, account);
        if (hasRole(role, account)) revert RolesAlreadyGranted(role, account);

        uint48 effectAt = uint48(block.timestamp) + defaultAdminDelay();
        _rolesState.scheduledGrants[role][account] = ScheduledGrant(effectAt, _rolesState.handover);
        emit RoleGrantScheduled(role, account, _msgSender(), effectAt);
    }

    /// @inheritdoc IRoles
    function isAdministrative(address account) external view returns (bool) {
        return _person(account).isAdministrative();
    }

    /// @inheritdoc IRoles
    function registrarRole(uint32 hospital) external pure returns (bytes32) {
        return RoleIds.registrar(hospital);
    }

    /// @inheritdoc IRoles
    function doctorRole(uint32 hospital) external pure returns (bytes32) {
        return RoleIds.doctor(hospital);
    }

    /// @inheritdoc IRoles
    function scheduledGrantOf(bytes32 role, address account) public view returns (uint48 effectAt) {
        ScheduledGrant storage scheduled = _rolesState.scheduledGrants[role][account];
        return scheduled.handover == _rolesState.handover ? scheduled.effectAt : 0;
    }

    /// @inheritdoc IRoles
    function isHospitalOpen(uint32 hospital) public view returns (bool) {
        return _rolesState.hospitals[hospital];
    }

    /// @inheritdoc IAccessControl
    function getRoleAdmin(bytes32 role) public pure override(AccessControl, IAccessControl) returns (bytes32) {
        return RoleIds.isDoctor(role) ? RoleIds.registrar(RoleIds.hospitalOf(role)) : DEFAULT_ADMIN_ROLE;
    }

    /// @dev Every path that grants a role ends here: grants, transfers of the default admin, the constructor.
    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        _checkAdmissible(role, account);
        if (RoleIds.isDelayed(role)) _useScheduledGrant(role, account);
        if (role == DEFAULT_ADMIN_ROLE) ++_rolesState.handover;

        granted = super._grantRole(role, account);
        if (!granted) return false;

        if (RoleIds.isDoctor(role)) ++_person(account).appointments;
        else ++_person(account).administrativeRoles;
    }

    /// @dev Every path that removes a role ends here: revoking, renouncing, transfers of the default admin.
    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        if (_rolesState.scheduledGrants[role][account].effectAt != 0) {
            delete _rolesState.scheduledGrants[role][account];
            emit RoleGrantCancelled(role, account, _msgSender());
        }

        revoked = super._revokeRole(role, account);
        if (!revoked) return false;

        if (RoleIds.isDoctor(role)) --_person(account).appointments;
        else --_person(account).administrativeRoles;
    }

    function _msgSender() internal view override(Context, SignedRequests) returns (address) {
        return SignedRequests._msgSender();
    }

    function _person(address account) internal view returns (Person storage) {
        return _rolesState.people[account];
    }

    function _emergency() internal view returns (Emergency storage) {
        return _rolesState.emergency;
    }

    function _checkHospitalOpen(uint32 hospital) internal view {
        if (!isHospitalOpen(hospital)) revert RolesHospitalNotOpened(hospital);
    }

    function _checkNotAdministrative(address account) internal view {
        if (_person(account).isAdministrative()) revert RolesSeparationOfDuties(account);
    }

    /// @dev Whether the person has an attestation that counts.
    function _isAttested(Person storage person) internal view virtual returns (bool);

    /// @dev Whether the account was disavowed as an attester.
    function _isBarred(address account) internal view virtual returns (bool);

    function _isActiveDoctor(Person storage person) internal view returns (bool) {
        return person.appointments != 0 && _isAttested(person);
    }

    function _useScheduledGrant(bytes32 role, address account) private {
        uint48 effectAt = scheduledGrantOf(role, account);
        if (effectAt == 0 || block.timestamp < effectAt) revert RolesGrantNotDue(role, account, effectAt);

        delete _rolesState.scheduledGrants[role][account];
    }

    function _checkAdmissible(bytes32 role, address account) private view {
        if (account == address(0) || _isPartOfSystem(account)) revert RolesForbiddenAccount(account);

        if (RoleIds.isDoctor(role)) {
            _checkHospitalOpen(RoleIds.hospitalOf(role));
            _checkNotAdministrative(account);
            if (!_isAttested(_person(account))) revert RolesDoctorNotAttested(account);
        } else if (RoleIds.isAdministrative(role)) {
            if (RoleIds.isRegistrar(role)) _checkHospitalOpen(RoleIds.hospitalOf(role));
            if (role == RoleIds.ATTESTER && _isBarred(account)) revert IAttestations.AttesterBarred(account);
            if (_isClinical(account)) revert RolesSeparationOfDuties(account);
        } else {
            revert RolesUnknownRole(role);
        }
    }

    /// @dev An attestation that was disavowed and has not run out still makes clinical: fail closed.
    function _isClinical(address account) private view returns (bool) {
        Person storage person = _person(account);
        return person.holdsChart || person.appointments != 0 || person.isWithinValidity();
    }

    /// @dev This contract, or whichever names it as its registry: the two are deployed one after the other, so this one cannot
    /// know the address of the other.
    function _isPartOfSystem(address account) private view returns (bool) {
        if (account == address(this)) return true;

        (bool success, bytes memory answer) = account.staticcall(abi.encodeCall(IRecords.registry, ()));
        return success && answer.length == 32 && bytes32(answer) == bytes32(uint256(uint160(address(this))));
    }
}
