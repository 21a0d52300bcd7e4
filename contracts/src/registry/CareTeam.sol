// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICareTeam} from "../interfaces/ICareTeam.sol";
import {RoleIds} from "../libraries/RoleIds.sol";
import {Attestations} from "./Attestations.sol";
import {Person} from "./Person.sol";
import {Recovery} from "./Recovery.sol";

abstract contract CareTeam is Recovery, Attestations, ICareTeam {
    /// @dev Each acceptance starts a generation; assignments name theirs, so that ending care ends them in one write.
    struct Care {
        CareStatus status;
        uint32 generation;
    }

    struct Assignment {
        uint32 careGeneration;
        uint24 attestationGeneration;
    }

    struct CareTeamState {
        mapping(bytes20 chart => mapping(uint32 hospital => Care care)) cares;
        mapping(bytes20 chart => mapping(uint32 hospital => mapping(address doctor => Assignment assignment))) assignments;
    }

    CareTeamState private _careTeamState;

    modifier onlyRegistrar(uint32 hospital) {
        _checkRole(RoleIds.registrar(hospital));
        _;
    }

    /// @inheritdoc ICareTeam
    function askForCare(uint32 hospital) external whenNotPaused {
        bytes20 chart = _chartOfCaller();
        _checkNotFrozen(chart);
        _checkHospitalOpen(hospital);
        Care storage care = _careTeamState.cares[chart][hospital];
        if (care.status != CareStatus.None && care.status != CareStatus.Ended) {
            revert CareUnexpectedStatus(chart, hospital, care.status);
        }

        care.status = CareStatus.Asked;
        emit CareAsked(chart, hospital, _msgSender());
    }

    /// @inheritdoc ICareTeam
    function leaveCare(uint32 hospital) external {
        _endCare(_chartOfCaller(), hospital);
    }

    /// @inheritdoc ICareTeam
    function acceptCare(bytes20 chart, uint32 hospital) external onlyRegistrar(hospital) whenNotPaused {
        Care storage care = _careIn(chart, hospital, CareStatus.Asked);
        (care.status, care.generation) = (CareStatus.Accepted, care.generation + 1);
        emit CareAccepted(chart, hospital, msg.sender);
    }

    /// @inheritdoc ICareTeam
    function suspendCare(bytes20 chart, uint32 hospital) external onlyRegistrar(hospital) {
        _careIn(chart, hospital, CareStatus.Accepted).status = CareStatus.Suspended;
        emit CareSuspended(chart, hospital, msg.sender);
    }

    /// @inheritdoc ICareTeam
    function resumeCare(bytes20 chart, uint32 hospital) external onlyRegistrar(hospital) whenNotPaused {
        _careIn(chart, hospital, CareStatus.Suspended).status = CareStatus.Accepted;
        emit CareResumed(chart, hospital, msg.sender);
    }

    /// @inheritdoc ICareTeam
    function endCare(bytes20 chart, uint32 hospital) external onlyRegistrar(hospital) {
        _endCare(chart, hospital);
    }

    /// @inheritdoc ICareTeam
    function assignDoctor(
        bytes20 chart,
        address doctor,
        uint32 hospital
    ) external onlyRegistrar(hospital) whenNotPaused {
        Care storage care = _careIn(chart, hospital, CareStatus.Accepted);
        if (doctor == msg.sender) revert CareSelfAssignment(doctor);
        if (!_isAttested(_person(doctor)) || !hasRole(RoleIds.doctor(hospital), doctor)) {
            revert CareDoctorNotActive(doctor, hospital);
        }
        uint24 attestationGeneration = _person(doctor).generation;
        if (_isAssigned(chart, doctor, hospital, attestationGeneration)) {
            revert CareAlreadyAssigned(chart, doctor, hospital);
        }

        _careTeamState.assignments[chart][hospital][doctor] = Assignment(care.generation, attestationGeneration);
        emit DoctorAssigned(chart, doctor, hospital, msg.sender, attestationGeneration);
    }

    /// @inheritdoc ICareTeam
    function endAssignment(bytes20 chart, address doctor, uint32 hospital) external onlyRegistrar(hospital) {
        if (!_isNamed(chart, doctor, hospital)) revert CareNotAssigned(chart, doctor, hospital);

        delete _careTeamState.assignments[chart][hospital][doctor];
        emit AssignmentEnded(chart, doctor, hospital, msg.sender);
    }

    /// @inheritdoc ICareTeam
    function careStatus(bytes20 chart, uint32 hospital) external view returns (CareStatus) {
        return _careTeamState.cares[chart][hospital].status;
    }

    /// @inheritdoc ICareTeam
    function isAssigned(bytes20 chart, address doctor, uint32 hospital) public view returns (bool) {
        Person storage person = _person(doctor);
        return _isAttested(person) && _isAssigned(chart, doctor, hospital, person.generation);
    }

    /// @dev Whether an assignment counts, given that the doctor has a live attestation, of that generation.
    function _isAssigned(
        bytes20 chart,
        address doctor,
        uint32 hospital,
        uint24 attestationGeneration
    ) internal view returns (bool) {
        Care storage care = _careTeamState.cares[chart][hospital];
        Assignment storage assignment = _careTeamState.assignments[chart][hospital][doctor];
        return
            care.status == CareStatus.Accepted &&
            assignment.careGeneration == care.generation &&
            assignment.attestationGeneration == attestationGeneration &&
            hasRole(RoleIds.doctor(hospital), doctor);
    }

    function _endCare(bytes20 chart, uint32 hospital) private {
        Care storage care = _careTeamState.cares[chart][hospital];
        if (care.status == CareStatus.None || care.status == CareStatus.Ended) {
            revert CareUnexpectedStatus(chart, hospital, care.status);
        }

        care.status = CareStatus.Ended;
        emit CareEnded(chart, hospital, _msgSender());
    }

    function _careIn(bytes20 chart, uint32 hospital, CareStatus expected) private view returns (Care storage care) {
        care = _careTeamState.cares[chart][hospital];
        if (care.status != expected) revert CareUnexpectedStatus(chart, hospital, care.status);
    }

    /// @dev Whether the registrar assigned the doctor during the present care, live or not: an assignment that rests because
    /// the doctor is not active, or care is suspended, can still be ended.
    function _isNamed(bytes20 chart, address doctor, uint32 hospital) private view returns (bool) {
        Care storage care = _careTeamState.cares[chart][hospital];
        return
            (care.status == CareStatus.Accepted || care.status == CareStatus.Suspended) &&
            care.generation == _careTeamState.assignments[chart][hospital][doctor].careGeneration;
    }
}
