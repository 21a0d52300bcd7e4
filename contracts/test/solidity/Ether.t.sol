// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {cheats} from "./support/Cheats.sol";
import {create} from "./support/Contracts.sol";
import {EveryCall} from "./support/EveryCall.sol";

/// @dev Nothing is payable: whatever succeeds without ether is refused with it.
contract EtherTest is EveryCall {
    function setUp() public {
        _begin();
    }

    function testFuzz_NoCallTakesEther(uint256 which, uint96 amount) public {
        cheats.assume(amount != 0);
        which %= CALLS;
        (address caller, bytes memory call) = _callOf(which);
        _makeReady(which);

        cheats.deal(caller, amount);
        cheats.prank(caller);
        (bool isTaken, ) = _targetOf(which).call{value: amount}(call);
        assert(!isTaken && _targetOf(which).balance == 0);
        cheats.prank(caller);
        (bool success, ) = _targetOf(which).call(call);
        assert(success);
    }

    function testFuzz_NoUnknownCallTakesEther(bool isRegistry, bytes calldata call, uint96 amount) public {
        address target = isRegistry ? address(registry) : address(records);
        cheats.deal(patient, amount);
        cheats.prank(patient);
        (bool isTaken, ) = target.call{value: amount}(call);
        assert(!isTaken || amount == 0);
    }

    function test_NoConstructorTakesEther() public {
        cheats.deal(address(this), 2);
        assert(create("Registry.sol:Registry", abi.encode(DELAY, admin), 1) == address(0));
        assert(create("Records.sol:Records", abi.encode(registry), 1) == address(0));
        assert(create("Registry.sol:Registry", abi.encode(DELAY, admin), 0) != address(0));
        assert(create("Records.sol:Records", abi.encode(registry), 0) != address(0));
    }
}
