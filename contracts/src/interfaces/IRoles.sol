// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who may act, and in whose name
/// @notice A role id is a class byte followed by a hospital id, unhashed, so that anyone can read it off an event:
///
/// | byte 0                          | bytes 1–27 | bytes 28–31                          |
/// |---------------------------------|------------|--------------------------------------|
/// | 0x00 default admin              | zero       | zero                                 |
/// | 0x01 attester                   | zero       | zero                                 |
/// | 0x03 registrar of a hospital    | zero       | hospital id, not zero                |
/// | 0x04 doctor of a hospital       | zero       | hospital id, not zero                |
///
/// The default admin appoints attesters and registrars; a hospital's registrars appoint its doctors, and nobody else's.
/// Default admin, attester and registrar are *administrative*; doctor and chart holder are *clinical*. No account is
/// ever both, on any path.
interface IRoles {
    event HospitalOpened(uint32 indexed hospital, string name);

    error RolesUnknownRole(bytes32 role);
    /// @dev The id is zero or the name empty.
    error RolesInvalidHospital(uint32 hospital);
    error RolesHospitalNotOpened(uint32 hospital);
    error RolesHospitalAlreadyOpened(uint32 hospital);
    /// @dev An administrative account asked for something clinical, or the other way round.
    error RolesSeparationOfDuties(address account);
    /// @dev The contracts of this system never hold a role, a chart or a consent.
    error RolesForbiddenAccount(address account);
    /// @dev Only a doctor with a live attestation can be appointed.
    error RolesDoctorNotAttested(address account);

    /// @notice Opens a hospital under a public name. Default admin only.
    function openHospital(uint32 hospital, string calldata name) external;

    function isHospitalOpen(uint32 hospital) external view returns (bool);

    function isAdministrative(address account) external view returns (bool);

    function registrarRole(uint32 hospital) external pure returns (bytes32);

    function doctorRole(uint32 hospital) external pure returns (bytes32);

    function ATTESTER_ROLE() external view returns (bytes32);
}
