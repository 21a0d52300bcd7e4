// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Care: patient, hospital, assigned doctors
/// @notice A patient asks a hospital for care; its registrar accepts and assigns active doctors appointed there. An
/// assignment lets a doctor add reports. It never lets anyone read one. It is live while care at that hospital is accepted,
/// the doctor is appointed there, and the attestation generation it was given under is live: it rests while care is suspended
/// or the doctor has no appointment, and ends with care or the attestation.
interface ICareTeam {
    enum CareStatus {
        None,
        Asked,
        Accepted,
        Ended,
        Suspended
    }

    event CareAsked(bytes20 indexed chart, uint32 indexed hospital, address indexed actor);
    event CareAccepted(bytes20 indexed chart, uint32 indexed hospital, address indexed actor);
    event CareSuspended(bytes20 indexed chart, uint32 indexed hospital, address indexed actor);
    event CareResumed(bytes20 indexed chart, uint32 indexed hospital, address indexed actor);
    event CareEnded(bytes20 indexed chart, uint32 indexed hospital, address indexed actor);
    event DoctorAssigned(
        bytes20 indexed chart,
        address indexed doctor,
        uint32 indexed hospital,
        address actor,
        uint32 attestationGeneration
    );
    event AssignmentEnded(bytes20 indexed chart, address indexed doctor, uint32 indexed hospital, address actor);

    error CareUnexpectedStatus(bytes20 chart, uint32 hospital, CareStatus status);
    error CareDoctorNotActive(address doctor, uint32 hospital);
    error CareSelfAssignment(address account);
    error CareAlreadyAssigned(bytes20 chart, address doctor, uint32 hospital);
    error CareNotAssigned(bytes20 chart, address doctor, uint32 hospital);

    /// @notice The caller, a patient, asks `hospital` for care.
    function askForCare(uint32 hospital) external;

    /// @notice The caller, a patient, withdraws their request or leaves the hospital. Ends its assignments in one write.
    function leaveCare(uint32 hospital) external;

    /// @notice Registrar: accepts a patient who asked.
    function acceptCare(bytes20 chart, uint32 hospital) external;

    /// @notice Registrar: lets care rest, and with it every assignment there.
    function suspendCare(bytes20 chart, uint32 hospital) external;

    /// @notice Registrar: ends a suspension; the assignments that were not ended meanwhile count again.
    function resumeCare(bytes20 chart, uint32 hospital) external;

    /// @notice Registrar: declines a request or ends accepted care. Ends its assignments in one write.
    function endCare(bytes20 chart, uint32 hospital) external;

    /// @notice Registrar: assigns a doctor appointed at `hospital` to an accepted patient.
    function assignDoctor(bytes20 chart, address doctor, uint32 hospital) external;

    /// @notice Registrar: ends an assignment.
    function endAssignment(bytes20 chart, address doctor, uint32 hospital) external;

    function careStatus(bytes20 chart, uint32 hospital) external view returns (CareStatus);

    function isAssigned(bytes20 chart, address doctor, uint32 hospital) external view returns (bool);
}
