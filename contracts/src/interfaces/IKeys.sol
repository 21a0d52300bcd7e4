// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The public encryption key of each account
/// @notice The chain keeps a version and the address of the secp256k1 half of the key. The whole public key bundle and the
/// sealed keyring are in the event. Two signatures cover (account, version, keccak256(bundle)) as EIP-712 typed data:
/// `KeyPossession`, by the encryption key itself, and `KeyBundle`, by the account. The contract checks both; readers check
/// them again, because the node that serves them an event may lie.
interface IKeys {
    /// @param version One more than the account's present version.
    /// @param bundle The public key bundle, 1 to `MAX_BUNDLE` bytes.
    /// @param keyring The account's seeds, sealed under its unlockers, 1 to `MAX_KEYRING` bytes.
    /// @param possession 65-byte signature of `KeyPossession` by the encryption key.
    /// @param accountSignature Signature of `KeyBundle` by the account: ECDSA or ERC-1271.
    struct KeyPublication {
        uint32 version;
        bytes bundle;
        bytes keyring;
        bytes possession;
        bytes accountSignature;
    }

    event KeyPublished(
        address indexed account,
        uint32 indexed version,
        address encryptionAddress,
        bytes bundle,
        bytes keyring,
        bytes possession,
        bytes accountSignature
    );

    error KeyVersionMismatch(address account, uint32 expected, uint32 given);
    /// @dev Nobody's signature. Whose key it must be is in the bundle, and readers compare it with `encryptionAddress`.
    error KeyPossessionInvalid(address account);
    error KeyAccountSignatureInvalid(address account);
    error KeyLengthOutOfRange(uint256 bundle, uint256 keyring);
    error KeyMissing(address account);

    /// @notice Publishes the caller's next key. Never paused: a stolen key can always be replaced.
    function publishKey(KeyPublication calldata key) external;

    function keyOf(address account) external view returns (uint32 version, address encryptionAddress);
}
