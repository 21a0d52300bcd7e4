// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IKeys} from "../../src/interfaces/IKeys.sol";
import {cheats} from "./support/Cheats.sol";
import {World} from "./support/World.sol";

contract KeysTest is World {
    function setUp() public {
        _deploy();
        _publishKey(patient);
    }

    /// @dev Whoever sends it, with whosever signature: the account itself, with its own, or nothing changes.
    function testFuzz_OnlyItsOwnerChangesAKey(uint8 by, uint8 of_, uint8 signedBy) public {
        (address caller, address account) = (people[by % people.length], people[of_ % people.length]);
        address signer = people[signedBy % people.length];
        IKeys.KeyPublication memory key = _key(account, signer);
        (uint32 before, ) = registry.keyOf(account);

        cheats.prank(caller);
        (bool success, ) = address(registry).call(abi.encodeCall(registry.publishKey, (key)));
        assert(success == (caller == account && signer == account));
        (uint32 afterwards, ) = registry.keyOf(account);
        assert(afterwards == (success ? before + 1 : before));
    }

    function testFuzz_VersionsRiseByOne(uint32 version) public {
        IKeys.KeyPublication memory key = _key(patient, patient);
        cheats.assume(version != key.version);
        key.version = version;

        cheats.expectRevert(abi.encodeWithSelector(IKeys.KeyVersionMismatch.selector, patient, 2, version));
        cheats.prank(patient);
        registry.publishKey(key);
    }

    /// @dev A proof made by another key, or over anything else, is not this key's: what is stored is whoever signed.
    function testFuzz_AKeyIsStoredAsTheOneThatProvesItself(
        uint256 encryptionKey,
        uint16 position,
        uint8 change
    ) public {
        encryptionKey = 1 + (encryptionKey % type(uint128).max);
        IKeys.KeyPublication memory key = _key(patient, patient);
        address proven = cheats.addr(privateKeyOf[patient] + 1_000);
        if (change != 0) key.possession[position % 65] ^= bytes1(change);

        cheats.prank(patient);
        (bool success, ) = address(registry).call(abi.encodeCall(registry.publishKey, (key)));
        (, address stored) = registry.keyOf(patient);
        assert(success || change != 0);
        assert(!success || stored != address(0));
        assert(!success || (stored == proven) == (change == 0));
    }
}
