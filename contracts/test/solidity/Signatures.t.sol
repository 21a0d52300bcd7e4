// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../src/interfaces/IAttestations.sol";
import {IKeys} from "../../src/interfaces/IKeys.sol";
import {cheats} from "./support/Cheats.sol";
import {ContractAccount} from "./support/ContractAccount.sol";
import {World} from "./support/World.sol";

contract SignaturesTest is World {
    uint256 private constant OWNER = 77;

    function setUp() public {
        _deploy();
    }

    function test_AContractAccountRegistersWithItsOwnersSignature() public {
        ContractAccount account = new ContractAccount(cheats.addr(OWNER));
        account.execute(address(registry), abi.encodeCall(registry.registerPatient, (_keyOf(address(account), OWNER))));
        assert(registry.chartOf(address(account)) != 0);
    }

    function testFuzz_AContractAccountIsRefusedAnotherSignature(uint8 other) public {
        cheats.assume(other != 0 && other != OWNER);
        ContractAccount account = new ContractAccount(cheats.addr(OWNER));
        bytes memory call = abi.encodeCall(registry.registerPatient, (_keyOf(address(account), other)));

        cheats.expectRevert(abi.encodeWithSelector(IKeys.KeyAccountSignatureInvalid.selector, account));
        account.execute(address(registry), call);
    }

    /// @dev EIP-7702: an account with a delegation has code, and still signs with its own key.
    function test_ADelegatedAccountRegistersWithItsOwnSignature() public {
        ContractAccount delegate = new ContractAccount(cheats.addr(OWNER));
        cheats.etch(patient, abi.encodePacked(hex"ef0100", delegate));

        IKeys.KeyPublication memory key = _key(7);
        cheats.prank(patient);
        registry.registerPatient(key);
        assert(registry.chartOf(patient) != 0);
    }

    /// @dev Whatever is changed after signing, the signer is no attester any more.
    function testFuzz_AnAttestationIsBoundToAllItsFields(IAttestations.Attestation memory signed, uint8 field) public {
        uint64 issuedAt = uint64(START);
        IAttestations.Attestation memory sent = IAttestations.Attestation(
            doctor,
            keccak256("licence"),
            "Dr Lena Hallowell",
            "Cardiology",
            issuedAt + 365 days,
            issuedAt
        );
        field %= 6;
        if (field != 0) signed.subject = sent.subject;
        if (field != 1) signed.licenceTag = sent.licenceTag;
        if (field != 2) signed.professionalName = sent.professionalName;
        if (field != 3) signed.specialty = sent.specialty;
        if (field != 4) signed.validUntil = sent.validUntil;
        if (field != 5) signed.issuedAt = sent.issuedAt;
        cheats.assume(_hash(signed) != _hash(sent));
        bytes memory signature = _sign(2, _hash(signed));

        cheats.prank(doctor);
        (bool success, bytes memory reason) = address(registry).call(
            abi.encodeCall(registry.submitAttestation, (sent, signature))
        );
        assert(!success && bytes4(reason) == IAttestations.AttestationSignerNotAttester.selector);
    }
}
