// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

struct Log {
    bytes32[] topics;
    bytes data;
    address emitter;
}

/// @dev The few cheatcodes of Foundry's interface that these tests need; the test runner implements them.
interface ICheats {
    /// @dev The slots of `target` that were read and written since `record`.
    function accesses(address target) external view returns (bytes32[] memory reads, bytes32[] memory writes);

    function addr(uint256 privateKey) external pure returns (address);

    function assume(bool condition) external pure;

    function deal(address account, uint256 balance) external;

    function etch(address account, bytes calldata code) external;

    function expectRevert(bytes calldata reason) external;

    /// @dev Optimised code may read `block.timestamp` once per function, before a `warp`.
    function getBlockTimestamp() external view returns (uint256);

    /// @dev The creation code of a contract, by its file and name.
    function getCode(string calldata contractName) external view returns (bytes memory);

    /// @dev The events since `recordLogs`, or since this was last called.
    function getRecordedLogs() external view returns (Log[] memory);

    function load(address target, bytes32 slot) external view returns (bytes32);

    function prank(address sender) external;

    function record() external;

    function recordLogs() external;

    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function warp(uint256 timestamp) external;
}

ICheats constant cheats = ICheats(address(uint160(uint256(keccak256("hevm cheat code")))));
