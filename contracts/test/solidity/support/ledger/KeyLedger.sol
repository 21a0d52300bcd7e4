// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {IKeys} from "../../../../src/interfaces/IKeys.sol";
import {Log} from "../Cheats.sol";
import {Forms} from "../Forms.sol";
import {RoleLedger} from "./RoleLedger.sol";
import {Rule} from "./Rulebook.sol";

/// @dev Everybody's keys, as the events tell; checks both signatures of each as a reader of the event would.
abstract contract KeyLedger is RoleLedger {
    struct Key {
        uint32 version;
        address encryptionAddress;
    }

    mapping(address account => Key) public keyOf;

    address private immutable registry;

    constructor(address registry_) {
        registry = registry_;
    }

    /// @return Whether the event is one of keys.
    function _foldKeys(Log memory log, bytes32 name) internal returns (bool) {
        if (name != IKeys.KeyPublished.selector) return false;

        (address account, uint32 version) = (_account(log.topics[1]), uint32(uint256(log.topics[2])));
        (address encryptionAddress, bytes memory bundle, , bytes memory possession, bytes memory signature) = abi
            .decode(log.data, (address, bytes, bytes, bytes, bytes));
        _require(_agreed(account), Rule.KeysAreTheOwners, "a key was published in another's name");
        _require(version == keyOf[account].version + 1, Rule.KeysAreTheOwners, "a key version did not rise by one");
        _require(
            !isAdministrative(_act.caller) || _agreed(account),
            Rule.AdministratorsTouchNoRecords,
            "an administrator changed another's key"
        );

        bytes32 proven = _digest(Forms.keyPossession(account, version, bundle));
        _require(
            encryptionAddress != address(0) && _recover(proven, possession) == encryptionAddress,
            Rule.KeysAreProven,
            "a key has no proof of possession"
        );
        _require(
            _hasSigned(account, _digest(Forms.keyBundle(account, version, bundle)), signature),
            Rule.KeysAreProven,
            "a key is not signed by its account"
        );
        keyOf[account] = Key(version, encryptionAddress);
        return true;
    }

    function _hasSigned(address account, bytes32 digest, bytes memory signature) private view returns (bool) {
        if (account.code.length == 0) return _recover(digest, signature) == account;
        return IERC1271(account).isValidSignature(digest, signature) == IERC1271.isValidSignature.selector;
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return Forms.digest("Chartkey Registry", registry, structHash);
    }

    function _recover(bytes32 digest, bytes memory signature) private pure returns (address) {
        if (signature.length != 65) return address(0);
        (bytes32 r, bytes32 s, bytes1 v) = abi.decode(
            abi.encodePacked(signature, new bytes(31)),
            (bytes32, bytes32, bytes1)
        );
        return ecrecover(digest, uint8(v), r, s);
    }
}
