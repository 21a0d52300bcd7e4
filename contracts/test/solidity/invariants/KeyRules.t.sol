// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Campaign} from "../support/Campaign.sol";
import {Rule} from "../support/ledger/Rulebook.sol";

contract KeyRulesTest is Campaign {
    function setUp() external {
        _begin(2);
    }

    function invariant_OnlyItsOwnerChangesAKeyAndVersionsOnlyRise() external view {
        _mustBeUnbroken(Rule.KeysAreTheOwners);
    }

    /// @dev Each key that was published came with its proof, and what is stored is the one that was published last.
    function invariant_EveryStoredKeyHasAPossessionProof() external view {
        _mustBeUnbroken(Rule.KeysAreProven);

        address person = _somebody(0);
        (uint32 version, address encryptionAddress) = registry.keyOf(person);
        (uint32 provenVersion, address provenAddress) = ledger.keyOf(person);
        require(version == provenVersion && encryptionAddress == provenAddress, "a key without proof is stored");
    }
}
