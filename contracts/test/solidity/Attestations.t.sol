// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttestations} from "../../src/interfaces/IAttestations.sol";
import {cheats} from "./support/Cheats.sol";
import {Forms} from "./support/Forms.sol";
import {World} from "./support/World.sol";

contract AttestationsTest is World {
    uint256 private constant CAP = 200;

    mapping(address attester => mapping(uint256 day => uint256 count)) private attestedOn;
    uint160 private subjects = 1_000_000;

    /// @dev One attester is two short of the cap of this day, an hour before it ends.
    function setUp() public {
        _deploy();
        cheats.warp((START / 1 days) * 1 days + 23 hours);
        assert(registry.DAILY_CAP() == CAP);
        for (uint256 n; n < CAP - 2; ++n) assert(_submit(attester));
    }

    /// @dev Attestations by one, by the other, a new day now and then: each attester has a cap of their own, each day anew.
    function testFuzz_AnAttesterAttestsAtMostTheCapOfADay(uint256 seed) public {
        for (uint256 n; n < 5; ++n) {
            uint256 drawn = (seed >> (8 * n)) % 8;
            if (drawn == 0) cheats.warp(cheats.getBlockTimestamp() + 59 minutes);
            if (drawn == 1) cheats.warp(cheats.getBlockTimestamp() + 60 minutes);
            address by = drawn == 2 ? otherAttester : attester;
            bool isWithin = attestedOn[by][cheats.getBlockTimestamp() / 1 days] < CAP;
            assert(_submit(by) == isWithin);
        }
    }

    function testFuzz_AnAttestationIsUsedAtMostOnce(uint32 later, bool isRevoked, bool isByAnother) public {
        IAttestations.Attestation memory attestation = _attestation(doctor, _licenceOf(doctor), 1 + (later % 700 days));
        bytes memory signature = _signForRegistry(otherAttester, Forms.attestation(attestation));
        cheats.prank(doctor);
        registry.submitAttestation(attestation, signature);
        if (isRevoked) {
            cheats.prank(attester);
            registry.revokeAttestation(doctor);
        }
        cheats.warp(cheats.getBlockTimestamp() + (later % 2 hours));

        cheats.prank(isByAnother ? harbourDoctor : doctor);
        (bool success, ) = address(registry).call(abi.encodeCall(registry.submitAttestation, (attestation, signature)));
        assert(!success);
    }

    /// @dev An attestation that became a replacement is accepted when that completes, and never again.
    function testFuzz_AReplacementIsCompletedAtMostOnceAndNeverEarly(uint32 wait, uint32 later) public {
        IAttestations.Attestation memory attestation = _replaceDoctor();
        uint256 time = _near(7 days, wait, 14 days);
        cheats.warp(cheats.getBlockTimestamp() + time);
        assert(_complete(attestation) == (time >= 7 days));

        cheats.warp(cheats.getBlockTimestamp() + 7 days + later);
        bool isInTime = cheats.getBlockTimestamp() < attestation.validUntil;
        assert(_complete(attestation) == (time < 7 days && isInTime));
        assert(!_complete(attestation));
    }

    function testFuzz_AVetoIsOverruledFromItsMomentOn(uint32 wait) public {
        IAttestations.Attestation memory attestation = _replaceDoctor();
        cheats.prank(doctor);
        registry.vetoReplacement(attestation.licenceTag, 0);
        uint256 time = _near(7 days, wait, 30 days);
        cheats.warp(cheats.getBlockTimestamp() + time);
        assert(!_complete(attestation));

        cheats.prank(admin);
        (bool success, ) = address(registry).call(abi.encodeCall(registry.overruleVeto, (attestation.licenceTag)));
        assert(success == (time >= 7 days) && _complete(attestation) == success);
    }

    /// @dev What counts is when an attestation was accepted, not what its attester dated.
    function testFuzz_DisavowingVoidsWhatWasAcceptedSince(uint32 acceptedAt, uint32 since, uint16 skew) public {
        acceptedAt %= 29 days;
        uint256 moment = _near(acceptedAt + 1, since, 30 days);
        uint256 start = cheats.getBlockTimestamp() + 1 hours;
        cheats.warp(start + acceptedAt);
        IAttestations.Attestation memory attestation = _attestation(doctor, _licenceOf(doctor), 365 days);
        attestation.issuedAt -= skew % 1 hours;
        bytes memory signature = _signForRegistry(attester, Forms.attestation(attestation));
        cheats.prank(doctor);
        registry.submitAttestation(attestation, signature);

        cheats.warp(start + 30 days);
        cheats.prank(admin);
        registry.disavowAttester(attester, uint64(start + moment));
        (uint64 validUntil, ) = registry.attestationOf(doctor);
        assert((validUntil == 0) == (acceptedAt >= moment));
    }

    /// @dev `doctor` is attested, and another wallet attested for the same licence.
    function _replaceDoctor() private returns (IAttestations.Attestation memory attestation) {
        _attest(otherAttester, doctor, _licenceOf(doctor), 365 days);
        attestation = _attestation(newWallet, _licenceOf(doctor), 314 days);
        bytes memory signature = _signForRegistry(otherAttester, Forms.attestation(attestation));
        cheats.prank(newWallet);
        registry.submitAttestation(attestation, signature);
    }

    function _complete(IAttestations.Attestation memory attestation) private returns (bool success) {
        cheats.prank(newWallet);
        (success, ) = address(registry).call(abi.encodeCall(registry.completeReplacement, (attestation)));
    }

    /// @dev Attests somebody new.
    function _submit(address by) private returns (bool success) {
        address subject = address(++subjects);
        IAttestations.Attestation memory attestation = _attestation(subject, _licenceOf(subject), 365 days);
        bytes memory signature = _signForRegistry(by, Forms.attestation(attestation));
        cheats.prank(subject);
        (success, ) = address(registry).call(abi.encodeCall(registry.submitAttestation, (attestation, signature)));
        if (success) ++attestedOn[by][cheats.getBlockTimestamp() / 1 days];
    }
}
