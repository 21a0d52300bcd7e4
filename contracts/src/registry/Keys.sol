// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IKeys} from "../interfaces/IKeys.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Pausing} from "./Pausing.sol";

abstract contract Keys is Pausing, IKeys {
    struct Key {
        uint32 version;
        address encryptionAddress;
    }

    struct KeysState {
        mapping(address account => Key key) keys;
    }

    uint256 public constant MAX_BUNDLE = 2048;
    uint256 public constant MAX_KEYRING = 8192;

    bytes32 private constant POSSESSION_TYPE = keccak256(
        "KeyPossession(address account,uint32 version,bytes32 bundleDigest)"
    );
    bytes32 private constant BUNDLE_TYPE = keccak256("KeyBundle(address account,uint32 version,bytes32 bundleDigest)");

    KeysState private _keysState;

    /// @inheritdoc IKeys
    function publishKey(KeyPublication calldata key) external {
        _publishKey(_msgSender(), key);
    }

    /// @inheritdoc IKeys
    function keyOf(address account) external view returns (uint32 version, address encryptionAddress) {
        Key storage key = _keysState.keys[account];
        return (key.version, key.encryptionAddress);
    }

    function _publishKey(address account, KeyPublication calldata key) internal {
        uint32 next = _keyVersionOf(account) + 1;
        if (key.version != next) revert KeyVersionMismatch(account, next, key.version);
        if (!_isBetween(key.bundle.length, MAX_BUNDLE) || !_isBetween(key.keyring.length, MAX_KEYRING)) {
            revert KeyLengthOutOfRange(key.bundle.length, key.keyring.length);
        }

        bytes32 bundleDigest = keccak256(key.bundle);
        address encryptionAddress = Signatures.recover(
            _digest(POSSESSION_TYPE, account, next, bundleDigest),
            key.possession
        );
        if (encryptionAddress == address(0)) revert KeyPossessionInvalid(account);
        if (!Signatures.isValid(account, _digest(BUNDLE_TYPE, account, next, bundleDigest), key.accountSignature)) {
            revert KeyAccountSignatureInvalid(account);
        }

        _keysState.keys[account] = Key({version: next, encryptionAddress: encryptionAddress});
        emit KeyPublished(
            account,
            next,
            encryptionAddress,
            key.bundle,
            key.keyring,
            key.possession,
            key.accountSignature
        );
    }

    function _keyVersionOf(address account) internal view returns (uint32) {
        return _keysState.keys[account].version;
    }

    /// @dev | type hash | account | version | bundle digest |
    function _digest(
        bytes32 typeHash,
        address account,
        uint32 version,
        bytes32 bundleDigest
    ) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(typeHash, account, version, bundleDigest)));
    }

    function _isBetween(uint256 length, uint256 most) private pure returns (bool) {
        return length != 0 && length <= most;
    }
}
