// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev The few cheatcodes of Foundry's interface that these tests need; the test runner implements them.
interface ICheats {
    function addr(uint256 privateKey) external pure returns (address);

    function assume(bool condition) external pure;

    function etch(address account, bytes calldata code) external;

    function expectRevert(bytes calldata reason) external;

    /// @dev Optimised code may read `block.timestamp` once per function, before a `warp`.
    function getBlockTimestamp() external view returns (uint256);

    function prank(address sender) external;

    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function warp(uint256 timestamp) external;
}

ICheats constant cheats = ICheats(address(uint160(uint256(keccak256("hevm cheat code")))));
