// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who may act, and in whose name
/// @notice A role id is a class byte followed by a hospital id, unhashed, so that anyone can read it off an event:
///
/// | byte 0                          | bytes 1–27 | bytes 28–31                          |
/// |---------------------------------|------------|--------------------------------------|
/// | 0x00 default admin              | zero       | zero                                 |
/// | 0x01 attester                   | zero       | zero                                 |
/// | 0x02 pauser                     | zero       | zero                                 |
/// | 0x03 registrar of a hospital    | zero       | hospital id, not zero                |
/// | 0x04 doctor of a hospital       | zero       | hospital id, not zero                |
///
/// The default admin appoints attesters, pausers and registrars; a hospital's registrars appoint its doctors, and nobody
/// else's. Attesters and registrars are scheduled first and granted after `defaultAdminDelay()`. Removing a role is immediate;
/// it also cancels what was scheduled, as does a change of default admin.
///
/// Default admin, attester, pauser and registrar are *administrative*; doctor and chart holder are *clinical*. No account is
/// ever both, on any path. An account that was attested stays clinical until the attestation has run out or was revoked.
interface IRoles {
    event HospitalOpened(uint32 indexed hospital, string name, address actor);
    event RoleGrantScheduled(bytes32 indexed role, address indexed account, address indexed actor, uint48 effectAt);
    event RoleGrantCancelled(bytes32 indexed role, address indexed account, address indexed actor);

    error RolesUnknownRole(bytes32 role);
    /// @dev The id is zero, or the name empty or longer than `MAX_HOSPITAL_NAME` bytes.
    error RolesInvalidHospital(uint32 hospital);
    error RolesHospitalNotOpened(uint32 hospital);
    error RolesHospitalAlreadyOpened(uint32 hospital);
    /// @dev An administrative account asked for something clinical, or the other way round.
    error RolesSeparationOfDuties(address account);
    /// @dev The contracts of this system never hold a role, a chart or a consent.
    error RolesForbiddenAccount(address account);
    /// @dev Only a doctor with a live attestation can be appointed.
    error RolesDoctorNotAttested(address account);
    /// @dev This role is granted at once; there is nothing to schedule.
    error RolesNotScheduled(bytes32 role);
    error RolesAlreadyGranted(bytes32 role, address account);
    /// @param effectAt When the scheduled grant is due; zero when none is scheduled.
    error RolesGrantNotDue(bytes32 role, address account, uint48 effectAt);

    /// @notice Opens a hospital under a public name. Default admin only.
    function openHospital(uint32 hospital, string calldata name) external;

    /// @notice Announces that `account` shall become attester or registrar; `grantRole` completes it when the delay is over.
    /// Scheduling again starts the delay anew. Default admin only.
    function scheduleRoleGrant(bytes32 role, address account) external;

    /// @return effectAt From when on the scheduled grant can be completed, zero when none is.
    function scheduledGrantOf(bytes32 role, address account) external view returns (uint48 effectAt);

    function isHospitalOpen(uint32 hospital) external view returns (bool);

    function isAdministrative(address account) external view returns (bool);

    function registrarRole(uint32 hospital) external pure returns (bytes32);

    function doctorRole(uint32 hospital) external pure returns (bytes32);

    function ATTESTER_ROLE() external view returns (bytes32);

    function PAUSER_ROLE() external view returns (bytes32);
}
