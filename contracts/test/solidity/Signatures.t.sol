// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../src/interfaces/IAttestations.sol";
import {IKeys} from "../../src/interfaces/IKeys.sol";
import {cheats} from "./support/Cheats.sol";
import {ContractAccount} from "./support/ContractAccount.sol";
import {Forms} from "./support/Forms.sol";
import {World} from "./support/World.sol";

contract SignaturesTest is World {
    function setUp() public {
        _deploy();
    }

    function test_AContractAccountRegistersWithItsOwnersSignature() public {
        ContractAccount(contractAccount).execute(
            address(registry),
            abi.encodeCall(registry.registerPatient, (_key(contractAccount, contractAccount), newWallet))
        );
        assert(registry.chartOf(contractAccount) != 0);
    }

    function testFuzz_AContractAccountIsRefusedAnotherSignature(uint8 other) public {
        address signer = people[other % people.length];
        cheats.assume(signer != contractAccount);
        bytes memory call = abi.encodeCall(registry.registerPatient, (_key(contractAccount, signer), newWallet));

        cheats.expectRevert(abi.encodeWithSelector(IKeys.KeyAccountSignatureInvalid.selector, contractAccount));
        ContractAccount(contractAccount).execute(address(registry), call);
    }

    /// @dev EIP-7702: an account with a delegation has code, and still signs with its own key.
    function test_ADelegatedAccountRegistersWithItsOwnSignature() public {
        cheats.etch(patient, abi.encodePacked(hex"ef0100", contractAccount));

        _register(patient);
        assert(registry.chartOf(patient) != 0);
    }

    /// @dev Whatever is changed after signing, the signer is no attester any more.
    function testFuzz_AnAttestationIsBoundToAllItsFields(IAttestations.Attestation memory signed, uint8 field) public {
        IAttestations.Attestation memory sent = _attestation(doctor, keccak256("licence"), 365 days);
        field %= 6;
        if (field != 0) signed.subject = sent.subject;
        if (field != 1) signed.licenceTag = sent.licenceTag;
        if (field != 2) signed.professionalName = sent.professionalName;
        if (field != 3) signed.specialty = sent.specialty;
        if (field != 4) signed.validUntil = sent.validUntil;
        if (field != 5) signed.issuedAt = sent.issuedAt;
        cheats.assume(Forms.attestation(signed) != Forms.attestation(sent));
        bytes memory signature = _signForRegistry(attester, Forms.attestation(signed));

        cheats.prank(doctor);
        (bool success, bytes memory reason) = address(registry).call(
            abi.encodeCall(registry.submitAttestation, (sent, signature))
        );
        assert(!success && bytes4(reason) == IAttestations.AttestationSignerNotAttester.selector);
    }
}
