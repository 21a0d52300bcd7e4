// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICareTeam} from "../../../../src/interfaces/ICareTeam.sol";
import {RoleIds} from "../../../../src/libraries/RoleIds.sol";
import {Log} from "../Cheats.sol";
import {AttestationLedger} from "./AttestationLedger.sol";
import {Rule} from "./Rulebook.sol";

/// @dev Which hospital cares for whom, and who is assigned: as the events tell.
abstract contract CareLedger is AttestationLedger {
    struct Assignment {
        uint256 careBegan;
        uint32 generation;
    }

    mapping(bytes20 chart => mapping(uint32 hospital => ICareTeam.CareStatus)) public careStatus;
    mapping(bytes20 chart => mapping(uint32 hospital => uint256 moment)) private _careBegan;
    mapping(bytes20 chart => mapping(uint32 hospital => mapping(address doctor => Assignment))) private _assignments;

    function isAssigned(bytes20 chart_, address doctor, uint32 hospital) public view returns (bool) {
        Assignment storage assignment = _assignments[chart_][hospital][doctor];
        return
            careStatus[chart_][hospital] == ICareTeam.CareStatus.Accepted &&
            assignment.careBegan != 0 &&
            assignment.careBegan == _careBegan[chart_][hospital] &&
            assignment.generation == generationOf(doctor) &&
            hasRole[RoleIds.doctor(hospital)][doctor] &&
            isAttested(doctor);
    }

    /// @return Whether the event is one of care.
    function _foldCare(Log memory log, bytes32 name) internal returns (bool) {
        if (name == ICareTeam.DoctorAssigned.selector) {
            _assign(log);
            return true;
        }
        if (name == ICareTeam.AssignmentEnded.selector) {
            (bytes20 chart_, address doctor, uint32 hospital) = _parties(log);
            _mustHold(RoleIds.registrar(hospital), abi.decode(log.data, (address)));
            delete _assignments[chart_][hospital][doctor];
            return true;
        }
        return _foldStatus(log, name);
    }

    function _foldStatus(Log memory log, bytes32 name) private returns (bool) {
        if (name == ICareTeam.CareAsked.selector) {
            _mustNotBePaused();
            _mustBeHolder(bytes20(log.topics[1]), _account(log.topics[3]));
            _move(log, ICareTeam.CareStatus.None, ICareTeam.CareStatus.Ended, ICareTeam.CareStatus.Asked);
        } else if (name == ICareTeam.CareAccepted.selector) {
            _mustNotBePaused();
            _mustBeRegistrar(log);
            _move(log, ICareTeam.CareStatus.Asked, ICareTeam.CareStatus.Asked, ICareTeam.CareStatus.Accepted);
            _careBegan[bytes20(log.topics[1])][_hospital(log.topics[2])] = moment;
        } else if (name == ICareTeam.CareSuspended.selector) {
            _mustBeRegistrar(log);
            _move(log, ICareTeam.CareStatus.Accepted, ICareTeam.CareStatus.Accepted, ICareTeam.CareStatus.Suspended);
        } else if (name == ICareTeam.CareResumed.selector) {
            _mustNotBePaused();
            _mustBeRegistrar(log);
            _move(log, ICareTeam.CareStatus.Suspended, ICareTeam.CareStatus.Suspended, ICareTeam.CareStatus.Accepted);
        } else if (name == ICareTeam.CareEnded.selector) {
            if (_account(log.topics[3]) != holderOf(bytes20(log.topics[1]))) _mustBeRegistrar(log);
            else _mustBeHolder(bytes20(log.topics[1]), _account(log.topics[3]));
            careStatus[bytes20(log.topics[1])][_hospital(log.topics[2])] = ICareTeam.CareStatus.Ended;
        } else {
            return false;
        }
        return true;
    }

    function _move(
        Log memory log,
        ICareTeam.CareStatus from,
        ICareTeam.CareStatus orFrom,
        ICareTeam.CareStatus to
    ) private {
        (bytes20 chart_, uint32 hospital) = (bytes20(log.topics[1]), _hospital(log.topics[2]));
        ICareTeam.CareStatus present = careStatus[chart_][hospital];
        _require(
            (present == from || present == orFrom) && isHospitalOpen[hospital],
            Rule.OfficesActWithinTheirPowers,
            "care went from one state to another that does not follow"
        );
        careStatus[chart_][hospital] = to;
    }

    function _assign(Log memory log) private {
        (bytes20 chart_, address doctor, uint32 hospital) = _parties(log);
        (address actor, uint32 generation) = abi.decode(log.data, (address, uint32));
        _mustNotBePaused();
        _mustHold(RoleIds.registrar(hospital), actor);
        _require(actor != doctor, Rule.NobodyAssignsThemself, "a registrar assigned themself");
        _require(
            careStatus[chart_][hospital] == ICareTeam.CareStatus.Accepted &&
                hasRole[RoleIds.doctor(hospital)][doctor] &&
                isAttested(doctor) &&
                generation == generationOf(doctor),
            Rule.OfficesActWithinTheirPowers,
            "an assignment has no ground"
        );
        _assignments[chart_][hospital][doctor] = Assignment(_careBegan[chart_][hospital], generation);
    }

    function _mustBeRegistrar(Log memory log) private {
        _mustHold(RoleIds.registrar(_hospital(log.topics[2])), _account(log.topics[3]));
    }

    function _parties(Log memory log) private pure returns (bytes20 chart_, address doctor, uint32 hospital) {
        return (bytes20(log.topics[1]), _account(log.topics[2]), _hospital(log.topics[3]));
    }
}
