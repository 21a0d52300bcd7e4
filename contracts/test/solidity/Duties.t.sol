// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../src/interfaces/IAttestations.sol";
import {IKeys} from "../../src/interfaces/IKeys.sol";
import {RoleIds} from "../../src/libraries/RoleIds.sol";
import {cheats} from "./support/Cheats.sol";
import {Forms} from "./support/Forms.sol";
import {World} from "./support/World.sol";

/// @dev Every way to become administrative against every way to become clinical, in both orders.
contract DutiesTest is World {
    bytes20 private chart;

    function setUp() public {
        _deploy();
        (chart, ) = _practise();
        _publishKey(newcomer);
        _schedule(RoleIds.ATTESTER, newcomer);
        _schedule(RoleIds.registrar(NORTHFIELD), newcomer);
        cheats.prank(admin);
        registry.beginDefaultAdminTransfer(newcomer);
        cheats.warp(START + DELAY + 1);
    }

    function testFuzz_NobodyBecomesBothAdministrativeAndClinical(uint8 office, uint8 duty, bool isOfficeFirst) public {
        assert(isOfficeFirst ? _becomeAdministrative(office) : _becomeClinical(duty));
        assert(!(isOfficeFirst ? _becomeClinical(duty) : _becomeAdministrative(office)));
        assert(registry.isAdministrative(newcomer) == isOfficeFirst);
    }

    /// @dev What began before somebody became administrative does not complete after.
    function testFuzz_NobodyBecomesBothByWhatIsUnderWay(uint8 office, bool isRecovery) public {
        IAttestations.Attestation memory attestation = _attestation(newcomer, _licenceOf(doctor), 365 days);
        assert(isRecovery ? _startRecovery() : _submit(attestation));
        assert(_becomeAdministrative(office));
        cheats.warp(cheats.getBlockTimestamp() + 7 days);
        assert(!(isRecovery ? _completeRecovery() : _completeReplacement(attestation)));
    }

    function testFuzz_LeavingOneOfTwoOfficesIsNotEnough(uint8 duty) public {
        assert(_becomeAdministrative(0) && _becomeAdministrative(1));
        cheats.prank(newcomer);
        registry.renounceRole(RoleIds.ATTESTER, newcomer);
        assert(!_becomeClinical(duty));

        cheats.prank(newcomer);
        registry.renounceRole(RoleIds.PAUSER, newcomer);
        assert(_becomeClinical(duty));
    }

    /// @dev No registrar is ever an appointed doctor, and the contract does not even rely on that.
    function testFuzz_NobodyIsAssignedByThemself(address caller, address assigned) public {
        bool success = _try(caller, abi.encodeCall(registry.assignDoctor, (chart, assigned, NORTHFIELD)));
        assert(!success || caller != assigned);
    }

    function _becomeAdministrative(uint8 office) private returns (bool) {
        office %= 4;
        if (office == 3) return _try(newcomer, abi.encodeCall(registry.acceptDefaultAdminTransfer, ()));

        bytes32 role = [RoleIds.PAUSER, RoleIds.ATTESTER, RoleIds.registrar(NORTHFIELD)][office];
        return _try(admin, abi.encodeCall(registry.grantRole, (role, newcomer)));
    }

    function _becomeClinical(uint8 duty) private returns (bool) {
        duty %= 5;
        if (duty < 2) return _registerNewcomer(duty == 0);
        if (duty == 2) {
            if (!_startRecovery()) return false;
            cheats.warp(cheats.getBlockTimestamp() + 3 days);
            return _completeRecovery();
        }

        bool isReplacement = duty == 4;
        IAttestations.Attestation memory attestation = _attestation(
            newcomer,
            _licenceOf(isReplacement ? doctor : newcomer),
            365 days
        );
        if (!_submit(attestation)) return false;
        if (!isReplacement) return true;
        cheats.warp(cheats.getBlockTimestamp() + 7 days);
        return _completeReplacement(attestation);
    }

    function _registerNewcomer(bool isDirect) private returns (bool) {
        IKeys.KeyPublication memory key = _key(newcomer, newcomer);
        address authoriser = _authoriserOf(newcomer);
        if (isDirect) return _try(newcomer, abi.encodeCall(registry.registerPatient, (key, authoriser)));

        uint64 deadline = uint64(cheats.getBlockTimestamp());
        bytes memory signature = _signForRegistry(newcomer, Forms.registration(newcomer, key, authoriser, deadline));
        return
            _try(
                otherWallet,
                abi.encodeCall(registry.registerPatientFor, (newcomer, key, authoriser, deadline, signature))
            );
    }

    function _startRecovery() private returns (bool) {
        uint64 deadline = uint64(cheats.getBlockTimestamp());
        bytes32 form = Forms.recovery(chart, newcomer, _recoveryNonceOf(chart), deadline);
        bytes memory first = _signForRegistry(_authoriserOf(patient), form);
        return _try(newcomer, abi.encodeCall(registry.startRecovery, (chart, newcomer, deadline, first, "")));
    }

    function _completeRecovery() private returns (bool) {
        return _try(newcomer, abi.encodeCall(registry.completeRecovery, (chart)));
    }

    function _submit(IAttestations.Attestation memory attestation) private returns (bool) {
        bytes memory signature = _signForRegistry(attester, Forms.attestation(attestation));
        return _try(newcomer, abi.encodeCall(registry.submitAttestation, (attestation, signature)));
    }

    function _completeReplacement(IAttestations.Attestation memory attestation) private returns (bool) {
        return _try(newcomer, abi.encodeCall(registry.completeReplacement, (attestation)));
    }

    function _try(address caller, bytes memory call) private returns (bool success) {
        cheats.prank(caller);
        (success, ) = address(registry).call(call);
    }
}
